"""The plot of the report on comparing faces."""

from collections.abc import Mapping
from pathlib import Path

from kiosk.bench.card_plots import Curve

LEAST = (1e-5, 1e-3)
"""Smallest FMR and FNMR drawn: the axes are logarithmic."""


def det(curves: Mapping[str, Curve], file: Path) -> None:
    """FNMR against FMR, one line a set, condition and embedder."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 5.5), dpi=90)
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    for place, (name, (found, missed)) in enumerate(curves.items()):
        if found:
            x, y = [max(v, LEAST[0]) for v in found], [max(v, LEAST[1]) for v in missed]
            axes.step(x, y, where="post", label=name.replace("×", "x"), lw=1.2, ls=("-", "--", ":")[place % 3])
    for rate in (1e-3, 1e-4):
        axes.axvline(rate, color="grey", lw=0.7)
    axes.set(xscale="log", yscale="log", xlim=(LEAST[0], 1), ylim=(LEAST[1], 1.05), xlabel="FMR", ylabel="FNMR")
    axes.legend(fontsize=6)
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(file, metadata={"Software": None})
