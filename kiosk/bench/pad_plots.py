"""The plot of the report on attacks."""

from collections.abc import Mapping
from pathlib import Path

from kiosk.bench.card_plots import LEAST, Curve


def det(curves: Mapping[str, Curve], file: Path) -> None:
    """APCER against BPCER, one line a species."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 5.5), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    for place, (name, (bpcer, apcer)) in enumerate(curves.items()):
        if bpcer:
            x, y = ([max(v, LEAST) for v in values] for values in (bpcer, apcer))
            style = {"color": "black", "lw": 2.2} if place == 0 else {"lw": 1.2, "ls": ("-", "--", ":")[place % 3]}
            axes.step(x, y, where="post", label=name, **style)
    axes.set(xscale="log", yscale="log", xlim=(LEAST, 1), ylim=(LEAST, 1.05), xlabel="BPCER", ylabel="APCER")
    axes.axvline(0.02, color="grey", lw=0.7)
    axes.axhline(0.02, color="grey", lw=0.7)
    axes.legend(fontsize=7, ncols=2)
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(file, metadata={"Software": None})
