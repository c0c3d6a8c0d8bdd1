"""Keep the trained model outside the repository, and refuse one that is not what its manifest says.

A pickled model runs code when it is loaded, so the manifest, the identity and the file's hash are checked first.
"""

from __future__ import annotations

import platform
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from classifier.encoder import Encoder
from classifier.messages import LabelledMessage, data_hash, load_question_texts
from classifier.thresholds import Thresholds

if TYPE_CHECKING:
    from classifier.model import TriageModel
    from classifier.training import Progress

_LIBRARIES = ("scikit-learn", "numpy", "scipy", "joblib", "onnxruntime", "tokenizers", "py3langid")
_MANIFEST = "manifest.json"
_MODEL = "model.joblib"
# What the fitted model is made by. Wording and reports can change without a new model.
_CODE = (
    "pipeline.py",
    "features.py",
    "facts.py",
    "dates.py",
    "cross_fitted.py",
    "kind_of_text.py",
    "encoder_targets.py",
    "training.py",
    "thresholds.py",
    "model.py",
    "explanation.py",
    "labels.py",
    "prediction.py",
)


class ModelRefused(RuntimeError):
    """The stored model is not what its manifest says, or not the one this code and data make."""


class Manifest(BaseModel):
    """What a stored model is: where it came from and what it must hash to."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    identity: str
    model_sha256: str
    data_sha256: str
    code_sha256: str
    encoder_sha256: str
    libraries: dict[str, str]
    messages: int
    thresholds: Thresholds
    trained_at: AwareDatetime


def _libraries() -> dict[str, str]:
    return {"python": ".".join(platform.python_version_tuple()[:2])} | {name: version(name) for name in _LIBRARIES}


def _code_hash() -> str:
    digest = sha256()
    for name in _CODE:
        digest.update(files("classifier").joinpath(name).read_bytes())
    return digest.hexdigest()


def identity_of(messages: Iterable[LabelledMessage]) -> str:
    """Return the identity of the model that this code and these libraries make of `messages`."""
    parts = [
        data_hash(messages),
        sha256("\n".join(question for _, question in load_question_texts()).encode()).hexdigest(),
        _code_hash(),
        Encoder().sha256,
        *(f"{k}={v}" for k, v in sorted(_libraries().items())),
    ]
    return f"encoder-{sha256('|'.join(parts).encode()).hexdigest()[:12]}"


def save(model: TriageModel, messages: Sequence[LabelledMessage], home: Path) -> Path:
    """Write the model and its manifest under `home`/models and return the folder; a half-written one is never seen."""
    import joblib

    models = home / "models"
    models.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=models, prefix=".draft-"))
    joblib.dump(model, draft / _MODEL, compress=3)
    manifest = Manifest(
        identity=model.identity,
        model_sha256=_file_hash(draft / _MODEL),
        data_sha256=data_hash(messages),
        code_sha256=_code_hash(),
        encoder_sha256=model.encoder_sha256,
        libraries=_libraries(),
        messages=len(messages),
        thresholds=model.thresholds,
        trained_at=datetime.now(UTC),
    )
    (draft / _MANIFEST).write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
    folder = models / model.identity
    if folder.exists():
        shutil.rmtree(folder)
    draft.replace(folder)
    return folder


def load(identity: str, home: Path) -> TriageModel:
    """Return the stored model called `identity`.

    Raises
    ------
    FileNotFoundError : if it was never trained.
    ModelRefused : if its manifest cannot be read, names another model, encoder or libraries, or the file's hash is not
        the manifest's. Nothing is unpickled then.
    EncoderRefused : if the encoder's files are not the ones its own manifest names.
    """
    folder = home / "models" / identity
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    advice = f"Delete the folder {folder} and run `clausewise train`."
    try:
        manifest = Manifest.model_validate_json((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, ValidationError):
        raise ModelRefused(
            f"The manifest of the stored model cannot be read, so the model was not loaded. {advice}"
        ) from None
    if manifest.identity != identity or manifest.libraries != _libraries() or manifest.code_sha256 != _code_hash():
        raise ModelRefused(f"The stored model was made by other code or libraries, so it was not loaded. {advice}")
    if manifest.encoder_sha256 != Encoder().sha256:
        raise ModelRefused(f"The stored model was made with another encoder, so it was not loaded. {advice}")
    Encoder().check()
    try:
        digest = _file_hash(folder / _MODEL)
    except OSError:
        raise ModelRefused(f"The stored model's file cannot be read, so it was not loaded. {advice}") from None
    if digest != manifest.model_sha256:
        raise ModelRefused(f"The stored model's file is not the one its manifest names, so it was not loaded. {advice}")
    import joblib

    model: TriageModel = joblib.load(folder / _MODEL)
    return model


def train_and_save(messages: Sequence[LabelledMessage], home: Path, *, progress: Progress | None = None) -> TriageModel:
    """Train on `messages`, store the model under `home` and return it."""
    from classifier.training import train

    identity = identity_of(messages)
    model = train(messages, identity=identity, progress=progress) if progress else train(messages, identity=identity)
    save(model, messages, home)
    return model


def _file_hash(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
