"""The only wrapper around onnxruntime: few threads, no chatter, our errors."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kiosk.errors import EnvironmentFault

ERROR_ONLY = 3


class Session:
    """A loaded model. Safe to run from several threads.

    `threads` caps the processor threads of one run, so that the screen keeps a core.
    """

    def __init__(self, path: Path, threads: int = 1) -> None:
        """Raises EnvironmentFault `model-unusable` when the file is no model this runtime can run."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = ERROR_ONLY
        # An arena keeps the most that any picture ever needed, for each model; without one runs take as long.
        options.enable_cpu_mem_arena = False
        # Idle threads that spin would take the core from the screen.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises a dozen unrelated kinds
            message = f"the model file {path.name} cannot be loaded. Run: kiosk models verify"
            raise EnvironmentFault("model-unusable", message) from error
        self._file = path.name
        self.inputs: tuple[str, ...] = tuple(value.name for value in self._session.get_inputs())

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the model's makers wrote into it."""
        found: Mapping[str, str] = self._session.get_modelmeta().custom_metadata_map
        return found

    def run(self, feeds: Mapping[str, NDArray[Any]]) -> list[NDArray[np.float32]]:
        """The model's outputs, in its own order.

        Raises EnvironmentFault `model-failed`, worth retrying, when the machine fails it (memory, for one). An input of
        another name, type or shape than the model's is our own bug and raises what onnxruntime raises.
        """
        from onnxruntime.capi.onnxruntime_pybind11_state import EPFail, Fail, RuntimeException

        try:
            outputs: list[NDArray[np.float32]] = self._session.run(None, dict(feeds))
        except (EPFail, Fail, RuntimeException, MemoryError) as error:
            message = f"the model {self._file} failed while running. Free memory; if it goes on, restart the machine"
            raise EnvironmentFault("model-failed", message) from error
        return outputs
