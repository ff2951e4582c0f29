"""The two plots of the card report."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from kiosk.bench.card_summary import Rate
from kiosk.card.reading import WarnCode

Curve = tuple[list[float], list[float]]
LEAST = 0.002
"""Rates of nothing are drawn here: the axes are logarithmic."""


def det(curves: Mapping[WarnCode, Curve], file: Path) -> None:
    """BPCER against APCER, one line a warning."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 5), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    for code, (bpcer, apcer) in curves.items():
        if bpcer:
            label = f"{int(code)} {code.name.lower().replace('_', ' ')}"
            axes.plot([max(v, LEAST) for v in bpcer], [max(v, LEAST) for v in apcer], label=label)
    axes.set(
        xscale="log", yscale="log", xlim=(LEAST, 1), ylim=(LEAST, 1), xlabel="BPCER", ylabel="APCER, of those read"
    )
    axes.axvline(0.01, color="grey", lw=0.7)
    axes.axhline(0.03, color="grey", lw=0.7)
    axes.legend(fontsize=7)
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(file, metadata={"Software": None})


def reliability(bins: Sequence[tuple[float, float, float, Rate]], file: Path) -> None:
    """The share that was right against the confidence that was reported."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 4), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    for _, _, mean, rate in bins:
        if rate.share is not None:
            low, high = rate.interval
            axes.plot([mean, mean], [low, high], color="tab:blue")
            axes.plot(mean, rate.share, "o", color="tab:blue")
    axes.plot([0, 1], [0, 1], color="grey", lw=0.7)
    axes.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="mean confidence reported", ylabel="share that was right")
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(file, metadata={"Software": None})
