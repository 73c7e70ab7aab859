"""Turns the packed model into a folder that sentence-transformers reads like any other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.folders import write_json
from index.packed import Packed, damaged
from index.progress import Progress, silent

if TYPE_CHECKING:
    import torch

PROMPTS = {"query": "query: ", "document": "passage: "}
MASK = "<mask>"
EMBEDDING_TENSORS = {
    "embeddings.word_embeddings.weight": "emb.word",
    "embeddings.position_embeddings.weight": "emb.pos",
    "embeddings.token_type_embeddings.weight": "emb.type",
    "embeddings.LayerNorm.weight": "emb.ln.w",
    "embeddings.LayerNorm.bias": "emb.ln.b",
}
LAYER_TENSORS = {
    "attention.self.query.weight": "q.w",
    "attention.self.query.bias": "q.b",
    "attention.self.key.weight": "k.w",
    "attention.self.key.bias": "k.b",
    "attention.self.value.weight": "v.w",
    "attention.self.value.bias": "v.b",
    "attention.output.dense.weight": "ao.w",
    "attention.output.dense.bias": "ao.b",
    "attention.output.LayerNorm.weight": "aln.w",
    "attention.output.LayerNorm.bias": "aln.b",
    "intermediate.dense.weight": "fi.w",
    "intermediate.dense.bias": "fi.b",
    "output.dense.weight": "fo.w",
    "output.dense.bias": "fo.b",
    "output.LayerNorm.weight": "oln.w",
    "output.LayerNorm.bias": "oln.b",
}
STAGE = "preparing the embedding model"


def write_model(packed: Packed, folder: Path, progress: Progress = silent) -> None:
    """Write `packed` into the empty `folder` as a sentence-transformers model."""
    progress(STAGE, 0, 3)
    _write_tokenizer(packed, folder)
    progress(STAGE, 1, 3)
    _write_bert(packed, folder)
    progress(STAGE, 2, 3)
    _write_modules(packed, folder)
    progress(STAGE, 3, 3)


def _write_tokenizer(packed: Packed, folder: Path) -> None:
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers
    from tokenizers.models import Unigram
    from tokenizers.processors import TemplateProcessing

    special = {role: packed.pieces[index] for role, index in packed.special.items()}
    begin, end = special["bos"], special["eos"]
    vocabulary = list(zip(packed.pieces, packed.scores, strict=True))
    tokenizer = Tokenizer(Unigram(vocabulary, packed.special["unk"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            *(normalizers.Replace(Regex(p), to) for p, to in _replaced(packed.replacements)),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, packed.special["bos"]), (end, packed.special["eos"])],
    )
    names = [*special.values(), *([MASK] if MASK in packed.pieces else [])]
    tokenizer.add_special_tokens([AddedToken(name, special=True) for name in names])
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    roles = {f"{role}_token": name for role, name in special.items()}
    write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": packed.sizes.positions,
            "cls_token": begin,
            "sep_token": end,
            **roles,
        },
    )


def _replaced(replacements: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The replacements as few patterns: all the characters that become the same text."""
    for becomes in sorted(set(replacements.values())):
        characters = [char for char, to in replacements.items() if to == becomes]
        yield "[" + "".join(map(re.escape, characters)) + "]", becomes


def _write_bert(packed: Packed, folder: Path) -> None:
    import torch
    from transformers import BertConfig, BertModel

    sizes = packed.sizes
    config = BertConfig(
        vocab_size=sizes.vocabulary,
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.feed_forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.token_types,
        layer_norm_eps=sizes.epsilon,
        pad_token_id=packed.special["pad"],
    )
    with torch.device("meta"):
        model = BertModel(config, add_pooling_layer=False)
    weights = {
        name: _weight(packed, name, parameter.shape) for name, parameter in model.named_parameters()
    }
    model.load_state_dict(weights, strict=False, assign=True)
    model.save_pretrained(folder)


def _weight(packed: Packed, name: str, shape: torch.Size) -> torch.Tensor:
    import torch

    values = packed.tensor(_packed_name(name))
    if values.size != shape.numel():
        raise damaged(f"tensor {name} has {values.size} values instead of {shape.numel()}")
    return torch.from_numpy(np.array(values)).reshape(shape)


def _packed_name(name: str) -> str:
    if name in EMBEDDING_TENSORS:
        return EMBEDDING_TENSORS[name]
    layer, _, part = name.removeprefix("encoder.layer.").partition(".")
    return f"l{layer}.{LAYER_TENSORS[part]}"


def _write_modules(packed: Packed, folder: Path) -> None:
    """Mean pooling, normalisation and the prompts, in the library's own file format."""
    package = "sentence_transformers.sentence_transformer.modules"
    modules = [
        ("", "sentence_transformers.base.modules.Transformer"),
        ("1_Pooling", f"{package}.Pooling"),
        ("2_Normalize", "sentence_transformers.base.modules.Normalize"),
    ]
    write_json(
        folder / "modules.json",
        [
            {"idx": i, "name": str(i), "path": path, "type": kind}
            for i, (path, kind) in enumerate(modules)
        ],
    )
    (folder / "1_Pooling").mkdir()
    write_json(
        folder / "1_Pooling" / "config.json",
        {
            "embedding_dimension": packed.sizes.hidden,
            "pooling_mode": "mean",
            "include_prompt": True,
        },
    )
    (folder / "2_Normalize").mkdir()
    write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )
