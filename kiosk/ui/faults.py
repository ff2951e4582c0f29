"""What is wrong with a card, drawn over the live picture where it is."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QPolygonF

from kiosk.card.reading import FaultKind
from kiosk.ui.glyphs.drawing import pen
from kiosk.ui.theme import Colour, Metrics

RIM, GAP = 12, 14
"""How far inside the picture's edge a cut is marked, and how far around what is wrong its mark, units."""


def paint_faults(
    painter: QPainter, faults: Iterable[tuple[FaultKind, QPolygonF]], card: QPolygonF, area: QRectF, metrics: Metrics
) -> None:
    """Glare circled, covered print shaded, the edge where the card leaves the picture marked, the card that is one too
    many outlined. All outlines in the coordinates of `area`, which is what is seen of the picture."""
    hidden, lines = QPainterPath(), QPainterPath()
    for kind, outline in faults:
        match kind:
            case FaultKind.GLARE:
                gap = metrics.px(GAP)
                lines.addEllipse(outline.boundingRect().adjusted(-gap, -gap, gap, gap))
            case FaultKind.COVERED:
                hidden = hidden.united(_closed(outline))
            case FaultKind.CUT_OFF:
                rim = metrics.px(RIM)
                lines.addPath(_cut(outline, card, area.adjusted(rim, rim, -rim, -rim)))
            case FaultKind.ANOTHER_CARD:
                lines.addPath(_closed(outline))
    hidden = _together(hidden, metrics.px(GAP))
    painter.fillPath(hidden, Colour.SCENE_WAIT.faded(0.5))
    lines.addPath(hidden)
    for colour, width in ((Colour.SCENE.faded(0.6), 13), (Colour.SCENE_WAIT.qt, 7)):
        painter.setPen(pen(colour, metrics.px(width)))
        painter.drawPath(lines)


def _together(patches: QPainterPath, gap: float) -> QPainterPath:
    """What lies close together as one patch without holes: a finger hides parts of several lines."""
    stroker = QPainterPathStroker()
    stroker.setWidth(2 * gap)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    shapes = patches.united(stroker.createStroke(patches)).simplified().toSubpathPolygons()
    boxes = [shape.boundingRect() for shape in shapes]
    whole = QPainterPath()
    for shape, box in zip(shapes, boxes, strict=True):
        if not any(other != box and other.contains(box) for other in boxes):
            whole.addPath(_closed(shape))
    return whole


def _closed(outline: QPolygonF) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(outline)
    path.closeSubpath()
    return path


def _cut(line: QPolygonF, card: QPolygonF, seen: QRectF) -> QPainterPath:
    """Along the side of `seen` that `line`, an edge of the camera's picture, is nearest to: as much as the card covers
    of it. The picture may be wider than what is shown of it."""
    found = QPainterPath()
    box = line.boundingRect()
    inside = card.intersected(QPolygonF(seen)).toList()
    upright = box.height() > box.width()
    if upright:
        at = seen.left() if box.center().x() < seen.center().x() else seen.right()
        along = [point.y() for point in inside if abs(point.x() - at) < 1]
    else:
        at = seen.top() if box.center().y() < seen.center().y() else seen.bottom()
        along = [point.x() for point in inside if abs(point.y() - at) < 1]
    if along:
        ends = [QPointF(at, end) if upright else QPointF(end, at) for end in (min(along), max(along))]
        found.moveTo(ends[0])
        found.lineTo(ends[1])
    return found
