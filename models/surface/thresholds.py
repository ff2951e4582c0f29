"""Where the thresholds of the surface's warnings may lie: the scores that few sound cards of the design range reach.

    python models/surface/thresholds.py card-surface.onnx SOUND ATTACKS

SOUND and ATTACKS are folders of samples that the network was not trained with: SOUND all of seed 8, of ATTACKS every
eighth file, which train.py kept. Prints, for each warning, the score that one sound card in 100, in 200 and none
reach, and which share of each species lies above each of them. For Name and IdNum 0.5 is where sound cards end.
"""

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np

from kiosk.card.authenticity.doctored import portrait_traces, traces_of_print
from kiosk.card.authenticity.occluded import hidden
from kiosk.card.authenticity.photocopy import chance
from kiosk.card.layout import VALUES
from kiosk.card.reading import Side
from kiosk.card.side import guess_side
from kiosk.card.surface import SurfaceReader

JUDGES = {
    "photocopy": ("copy-", "print-"),
    "rephotographed": ("screen-", "print-"),
    "covered": ("cover-",),
    "portrait": ("doctored-portrait",),
    "Name": ("doctored-name",),
    "IdNum": ("doctored-number",),
}
"""The scores and the species that each is for."""


def scores(file: Path, judge: SurfaceReader) -> tuple[str, dict[str, float]]:
    """A sample's species and what the warnings go by."""
    with np.load(file) as data:
        card, species = data["card"], str(data["species"])
    surface = judge.look(card)
    side = guess_side(card).side
    zones = VALUES[side].values()
    front = {} if side is Side.BACK else {name: score for name, (score, _) in traces_of_print(card, {}).items()}
    return species, front | {
        "photocopy": chance(surface.photocopy),
        "rephotographed": chance(surface.rephotographed),
        "covered": max(hidden(surface.covered, zone) for zone in zones),
        "portrait": portrait_traces(card, surface)[0],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("onnx", type=Path)
    parser.add_argument("sound", type=Path)
    parser.add_argument("attacks", type=Path)
    arguments = parser.parse_args()
    judge = SurfaceReader(arguments.onnx)
    sound = [found for _, found in (scores(file, judge) for file in sorted(arguments.sound.glob("*.npz")))]
    attacks: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    for file in sorted(arguments.attacks.glob("*.npz"))[7::8]:
        species, found = scores(file, judge)
        attacks[species].append(found)
    print(len(sound), "sound cards")
    for name, prefixes in JUDGES.items():
        levels = np.quantile([one[name] for one in sound if name in one], (0.99, 0.995, 1.0), method="higher")
        print(f"\n{name}: 1 in 100 reaches {levels[0]:.4f}, 1 in 200 {levels[1]:.4f}, the highest is {levels[2]:.4f}")
        for species, found in sorted(attacks.items()):
            if species.startswith(prefixes):
                above = [float(np.mean([one[name] >= level for one in found if name in one])) for level in levels]
                print(f"  {species:28}{len(found):4}", *(f"{share:6.2f}" for share in above))


if __name__ == "__main__":
    main()
