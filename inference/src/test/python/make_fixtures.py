#!/usr/bin/env python3
"""Writes small random checkpoints and the logits that plain numpy computes from them.

An independent second opinion on the engine: float64, no cache, no blocking, written from the
definition of each family. Run in this directory: python3 make_fixtures.py ../resources/fixtures
Needs numpy only; the same seed gives the same files.
"""
import json
import math
import pathlib
import struct
import sys

import numpy as np

LENGTH = 20
LLAMA3 = {"rope_type": "llama3", "factor": 4.0, "low_freq_factor": 1.0,
          "high_freq_factor": 4.0, "original_max_position_embeddings": 16}
BASE = dict(hidden_size=14, intermediate_size=18, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, head_dim=4, vocab_size=24, rms_norm_eps=1e-5, hidden_act="silu",
            rope_theta=10000.0, max_position_embeddings=64)
FIXTURES = {
    "llama": dict(BASE, architectures=["LlamaForCausalLM"], tie_word_embeddings=False),
    "llama3": dict(BASE, architectures=["LlamaForCausalLM"], tie_word_embeddings=True,
                   rope_theta=50.0, rope_scaling=LLAMA3),
    "qwen2": dict(BASE, architectures=["Qwen2ForCausalLM"], tie_word_embeddings=True),
    "qwen3": dict(BASE, architectures=["Qwen3ForCausalLM"], tie_word_embeddings=True, head_dim=6),
}


def to_bf16(x):
    """Rounds to nearest even; returns the 16-bit patterns."""
    bits = np.ascontiguousarray(x, np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


def from_bf16(bits):
    return (bits.astype(np.uint32) << 16).view(np.float32).astype(np.float64)


def make_weights(c, rng):
    d, f, v = c["hidden_size"], c["intermediate_size"], c["vocab_size"]
    q, k = c["num_attention_heads"] * c["head_dim"], c["num_key_value_heads"] * c["head_dim"]
    arch = c["architectures"][0]
    shapes = {"model.embed_tokens.weight": (v, d), "model.norm.weight": (d,)}
    if not c["tie_word_embeddings"]:
        shapes["lm_head.weight"] = (v, d)
    for i in range(c["num_hidden_layers"]):
        p = f"model.layers.{i}."
        shapes.update({
            p + "input_layernorm.weight": (d,), p + "post_attention_layernorm.weight": (d,),
            p + "self_attn.q_proj.weight": (q, d), p + "self_attn.k_proj.weight": (k, d),
            p + "self_attn.v_proj.weight": (k, d), p + "self_attn.o_proj.weight": (d, q),
            p + "mlp.gate_proj.weight": (f, d), p + "mlp.up_proj.weight": (f, d),
            p + "mlp.down_proj.weight": (d, f)})
        if arch == "Qwen2ForCausalLM":
            shapes.update({p + f"self_attn.{n}_proj.bias": (q if n == "q" else k,) for n in "qkv"})
        if arch == "Qwen3ForCausalLM":
            shapes.update({p + f"self_attn.{n}_norm.weight": (c["head_dim"],) for n in "qk"})
    return {n: to_bf16(rng.normal(1, 0.2, s) if "norm" in n else rng.normal(0, 0.35, s))
            for n, s in shapes.items()}


def write_safetensors(path, weights):
    header, at = {}, 0
    for name, bits in weights.items():
        header[name] = {"dtype": "BF16", "shape": list(bits.shape), "data_offsets": [at, at + bits.nbytes]}
        at += bits.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(w.tobytes() for w in weights.values()))


def frequencies(c):
    d = c["head_dim"]
    freq = 1.0 / c["rope_theta"] ** (np.arange(0, d, 2) / d)
    s = c.get("rope_scaling")
    if s is None:
        return freq
    low = s["original_max_position_embeddings"] / s["low_freq_factor"]
    high = s["original_max_position_embeddings"] / s["high_freq_factor"]
    result = []
    for f in freq:
        wave = 2 * math.pi / f
        smooth = (s["original_max_position_embeddings"] / wave - s["low_freq_factor"]) / (
            s["high_freq_factor"] - s["low_freq_factor"])
        result.append(f if wave < high else f / s["factor"] if wave > low
                      else (1 - smooth) * f / s["factor"] + smooth * f)
    return np.array(result)


def norm(x, w, eps):
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * w


def rotate(x, cos, sin):
    a, b = np.split(x, 2, -1)
    return x * cos + np.concatenate([-b, a], -1) * sin


def logits(c, w, tokens):
    n, hd, h, kv = len(tokens), c["head_dim"], c["num_attention_heads"], c["num_key_value_heads"]
    eps = c["rms_norm_eps"]
    angle = np.outer(np.arange(n), frequencies(c))
    cos, sin = (np.concatenate([g, g], -1)[:, None, :] for g in (np.cos(angle), np.sin(angle)))
    mask = np.triu(np.full((n, n), -np.inf), 1)
    x = w["model.embed_tokens.weight"][tokens]
    for i in range(c["num_hidden_layers"]):
        g = lambda suffix: w[f"model.layers.{i}.{suffix}"]
        y = norm(x, g("input_layernorm.weight"), eps)
        q, k, v = (y @ g(f"self_attn.{m}_proj.weight").T
                   + w.get(f"model.layers.{i}.self_attn.{m}_proj.bias", 0) for m in "qkv")
        q, k, v = q.reshape(n, h, hd), k.reshape(n, kv, hd), v.reshape(n, kv, hd)
        if c["architectures"][0] == "Qwen3ForCausalLM":
            q, k = norm(q, g("self_attn.q_norm.weight"), eps), norm(k, g("self_attn.k_norm.weight"), eps)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        k, v = np.repeat(k, h // kv, 1), np.repeat(v, h // kv, 1)
        s = np.einsum("qhd,khd->hqk", q, k) / math.sqrt(hd) + mask
        e = np.exp(s - s.max(-1, keepdims=True))
        mixed = np.einsum("hqk,khd->qhd", e / e.sum(-1, keepdims=True), v).reshape(n, h * hd)
        x = x + mixed @ g("self_attn.o_proj.weight").T
        y = norm(x, g("post_attention_layernorm.weight"), eps)
        gate = y @ g("mlp.gate_proj.weight").T
        x = x + (gate / (1 + np.exp(-gate)) * (y @ g("mlp.up_proj.weight").T)) @ g("mlp.down_proj.weight").T
    head = w.get("lm_head.weight", w["model.embed_tokens.weight"])
    return norm(x, w["model.norm.weight"], eps) @ head.T


def main(target):
    for seed, (name, config) in enumerate(FIXTURES.items(), 1):
        folder = pathlib.Path(target, name)
        folder.mkdir(parents=True, exist_ok=True)
        rng = np.random.default_rng(seed)
        bits = make_weights(config, rng)
        tokens = rng.integers(0, config["vocab_size"], LENGTH)
        result = logits(config, {n: from_bf16(b) for n, b in bits.items()}, tokens)
        (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
        tokenizer = {"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer) + "\n")
        write_safetensors(folder / "model.safetensors", bits)
        (folder / "tokens.bin").write_bytes(tokens.astype("<i4").tobytes())
        (folder / "logits.bin").write_bytes(result.astype("<f4").tobytes())


if __name__ == "__main__":
    main(sys.argv[1])
