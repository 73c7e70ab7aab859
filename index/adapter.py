"""What the default model was taught about questions and clauses: a small change of its weights.

The model knows six languages but no contracts: a question and the clause that answers it share
few words and often no language. A low-rank matrix per linear layer (LoRA, Hu et al. 2021,
https://arxiv.org/abs/2106.09685) is added to the weights when the model is loaded. They were
learned by `training/adapter.py`; without them the model is the published one.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from corpus.errors import ClausierError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import nn

ADAPTER = "data/adapter.safetensors"


def adapted(model: SentenceTransformer, strength: float = 1.0) -> SentenceTransformer:
    """The model with the adapter in its weights, so much of it; ClausierError if it does not fit.

    With less of it the model knows agreements between firms less well, and others better.
    """
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load

    try:
        learned = load(resources.files("index").joinpath(ADAPTER).read_bytes())
        layers = linear_layers(model)
        with torch.no_grad():
            for name, layer in layers.items():
                up, down = learned[f"{name}.up"].float(), learned[f"{name}.down"].float()
                layer.weight += strength * (up @ down)
    except (OSError, KeyError, RuntimeError, SafetensorError) as error:
        raise ClausierError(
            f"The adapter that comes with Clausier ({ADAPTER}) is damaged: {error}. "
            "Install Clausier again."
        ) from error
    return model


def linear_layers(model: SentenceTransformer) -> dict[str, nn.Linear]:
    """The layers that the adapter changes: every linear layer of the encoder, by name."""
    from torch import nn

    return {
        name: layer
        for name, layer in model.named_modules()
        if isinstance(layer, nn.Linear) and ".encoder." in name
    }
