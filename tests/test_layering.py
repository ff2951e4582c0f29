"""The rules of the house that can be read from the files: who imports whom, and what is never committed."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kiosk"

LAYERS = [
    {"errors", "__init__"},
    {"resources", "log"},
    {"config"},
    {"devices"},
    {"vision"},
    {"inference"},
    {"card", "face"},
    {"authority"},
    {"decision"},
    {"journal"},
    {"pipeline"},
    {"simulation"},
    {"ui"},
    {"app"},
    {"bench"},
    {"commands"},
    {"cli"},
    {"__main__"},
]
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}
QT_ROOMS = {"ui", "app", "__main__"}
TOP_LEVEL = {
    "kiosk", "assets", "models", "tests", "packaging", "pyproject.toml", "README.md", "Makefile", "LICENSE",
    "CHANGELOG.md",
}  # fmt: skip

MODULES = sorted(PACKAGE.rglob("*.py"))


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_every_room_has_its_place() -> None:
    assert {_room(_name(path)) for path in MODULES} <= RANK.keys()


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_run_one_way(path: Path) -> None:
    room = _room(_name(path))
    for module in _imports(path):
        if module.split(".")[0] != "kiosk":
            continue
        other = _room(module)
        if other in RANK and other != room:
            assert RANK[other] < RANK[room], f"{room} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_qt_stays_in_its_rooms(path: Path) -> None:
    if any(module.split(".")[0] == "PySide6" for module in _imports(path)):
        assert _room(_name(path)) in QT_ROOMS


def test_no_module_imports_itself_through_others() -> None:
    names = {_name(path) for path in MODULES}
    graph = {_name(path): _imports(path) & names - {_name(path)} for path in MODULES}
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join((*trail, module))
        if module not in done:
            for other in sorted(graph[module]):
                visit(other, (*trail, module))
            done.add(module)

    for module in sorted(graph):
        visit(module, ())


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: nothing says which files belong to the project")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_top_level_holds_what_was_agreed() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in _tracked()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_no_registry_or_machine_is_named() -> None:
    registries = "|".join(["p" + r"ypi\.\w", "python" + "hosted", "np" + r"mjs\.\w", r"deb\." + "debian"])
    forbidden = re.compile(f"{registries}|{re.escape(str(ROOT.parent))}/" if len(ROOT.parts) > 2 else registries)
    for path in _tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found = forbidden.search(text)
        assert found is None, f"{path.relative_to(ROOT)}: {found and found[0]}"
