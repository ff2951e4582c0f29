"""The plot of the report on comparing faces."""

from collections.abc import Mapping
from pathlib import Path

from kiosk.bench.card_plots import Curve

LEAST = (1e-5, 1e-3)
"""Smallest FMR and FNMR drawn: the axes are logarithmic."""


def det(curves: Mapping[tuple[str, str], Curve], file: Path) -> None:
    """FNMR against FMR by embedder (the colour) and condition (the line)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 6.5), dpi=90)
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    models = list(dict.fromkeys(model for model, _ in curves))
    references = list(dict.fromkeys(reference for _, reference in curves))
    for (model, reference), (found, missed) in curves.items():
        if found:
            x, y = [max(v, LEAST[0]) for v in found], [max(v, LEAST[1]) for v in missed]
            style = ("-", "--", ":", "-.", (0, (6, 1, 1, 1, 1, 1)))[references.index(reference) % 5]
            label = f"{model}: {reference}".replace("×", "x")
            axes.step(x, y, where="post", label=label, lw=1.3, ls=style, color=f"C{models.index(model)}")
    for rate in (1e-3, 1e-4):
        axes.axvline(rate, color="grey", lw=0.7)
    axes.set(xscale="log", yscale="log", xlim=(LEAST[0], 1), ylim=(LEAST[1], 1.05), xlabel="FMR", ylabel="FNMR")
    axes.grid(alpha=0.3)
    if axes.get_legend_handles_labels()[0]:
        axes.legend(fontsize=7, ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.12))
    figure.tight_layout()
    figure.savefig(file, metadata={"Software": None})
