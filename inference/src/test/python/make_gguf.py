#!/usr/bin/env python3
"""Writes GGUF files with the gguf package, for the tests of the reader.

Run in this directory: python3 make_gguf.py ../resources
Needs gguf and numpy (made with 0.19 and 2.4). Of some families of ../resources/parity the same
checkpoint in bfloat16, whose logits must be the same to the bit; of a small random Llama one file
in each type, with the SHA-256 of every matrix as the package decodes it, in HuggingFace's order of
rows and names; and a file without tensors that holds the tokenizer of ../resources/bpe.
"""
import hashlib
import json
import math
import pathlib
import sys

import gguf
import numpy as np

TYPE = gguf.GGMLQuantizationType
FAMILIES = {"llama3": "LLAMA", "mixtral": "LLAMA", "qwen2": "QWEN2",
            "qwen3-moe": "QWEN3MOE", "phi3": "PHI3"}
TINY = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1,
            head_dim=16, intermediate_size=64, max_position_embeddings=128, rms_norm_eps=1e-5,
            vocab_size=32, tie_word_embeddings=False, rope_parameters=dict(rope_theta=10000.0))


def safetensors(path):
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    for name, entry in json.loads(data[8:8 + length]).items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            raw = np.frombuffer(data[8 + length + begin:8 + length + end], np.uint16)
            yield name, raw.reshape(entry["shape"])


def paired(rows, heads):
    """Row i of a head's first half beside row i of its second half."""
    shape = rows.shape
    return rows.reshape(heads, 2, shape[0] // heads // 2, *shape[1:]).swapaxes(1, 2).reshape(shape)


def in_file_order(name, rows, config, arch):
    if arch == "LLAMA" and "q_proj" in name:
        return paired(rows, config["num_attention_heads"])
    if arch == "LLAMA" and "k_proj" in name:
        return paired(rows, config["num_key_value_heads"])
    return rows


def stacked(tensors):
    """One tensor of all experts for those of each."""
    experts = {}
    for name, rows in tensors:
        if ".experts." in name:
            before, after = name.split(".experts.")
            experts.setdefault(before + ".experts." + after.split(".", 1)[1], []).append(rows)
        else:
            yield name, rows
    for name, rows in experts.items():
        yield name, np.stack(rows)


def factors(rope, half):
    for pair in range(half):
        wave = 2 * math.pi * rope["rope_theta"] ** (pair / half)
        low = rope["original_max_position_embeddings"] / rope["low_freq_factor"]
        high = rope["original_max_position_embeddings"] / rope["high_freq_factor"]
        if wave < high:
            yield 1.0
        elif wave > low:
            yield rope["factor"]
        else:
            smooth = ((rope["original_max_position_embeddings"] / wave - rope["low_freq_factor"])
                      / (rope["high_freq_factor"] - rope["low_freq_factor"]))
            yield 1 / ((1 - smooth) / rope["factor"] + smooth)


def begin(path, config, arch):
    writer = gguf.GGUFWriter(path, gguf.MODEL_ARCH_NAMES[gguf.MODEL_ARCH[arch]])
    rope = config["rope_parameters"]
    writer.add_name(path.stem)
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(rope["rope_theta"])
    head = config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]
    writer.add_key_length(head)
    writer.add_value_length(head)
    writer.add_rope_dimension_count(head)
    experts = config.get("num_experts") or config.get("num_local_experts")
    if experts:
        writer.add_expert_count(experts)
        writer.add_expert_used_count(config["num_experts_per_tok"])
        if "moe_intermediate_size" in config:
            writer.add_expert_feed_forward_length(config["moe_intermediate_size"])
    if arch == "PHI3" and config.get("sliding_window"):
        writer.add_sliding_window(config["sliding_window"])
    if rope.get("rope_type") == "llama3":
        writer.add_rope_scaling_orig_ctx_len(rope["original_max_position_embeddings"])
        writer.add_tensor("rope_freqs.weight", np.array(list(factors(rope, head // 2)), np.float32))
    return writer


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def words(writer, count):
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(["<s>", "</s>"] + [chr(ord("!") + i) for i in range(count - 2)])
    writer.add_token_types([3, 3] + [1] * (count - 2))
    writer.add_token_merges([])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(1)
    writer.add_add_bos_token(False)
    writer.add_chat_template("{{ bos_token }}{% for m in messages %}{{ m.content }}{% endfor %}")


def family(source, target, arch):
    config = json.loads((source / "config.json").read_text())
    writer = begin(target, config, arch)
    words(writer, 94)
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH[arch], config["num_hidden_layers"])
    for name, raw in stacked(safetensors(source / "model.safetensors")):
        known = names.get_name(name, try_suffixes=(".weight", ".bias"))
        raw = in_file_order(name, raw, config, arch)
        if raw.ndim == 1 or "ffn_gate_inp" in known:
            writer.add_tensor(known, (raw.astype(np.uint32) << 16).view(np.float32))
        else:
            writer.add_tensor(known, raw.view(np.uint8), raw_dtype=TYPE.BF16)
    finish(writer)


def tiny(folder):
    random = np.random.default_rng(7)
    width, inner = TINY["hidden_size"], TINY["intermediate_size"]
    query, key = 2 * TINY["head_dim"], TINY["head_dim"]
    shapes = {"model.embed_tokens.weight": (32, width), "model.norm.weight": (width,),
              "lm_head.weight": (32, width)}
    for layer in range(TINY["num_hidden_layers"]):
        for name, shape in {
                "input_layernorm": (width,), "post_attention_layernorm": (width,),
                "self_attn.q_proj": (query, width), "self_attn.k_proj": (key, width),
                "self_attn.v_proj": (key, width), "self_attn.o_proj": (width, query),
                "mlp.gate_proj": (inner, width), "mlp.up_proj": (inner, width),
                "mlp.down_proj": (width, inner)}.items():
            shapes[f"model.layers.{layer}.{name}.weight"] = shape
    weights = {name: (random.normal(1, 0.2, shape) if len(shape) == 1
                      else random.normal(0, shape[1] ** -0.5, shape)).astype(np.float32)
               for name, shape in shapes.items()}
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, TINY["num_hidden_layers"])
    expected = {}
    for kind in (TYPE.F32, TYPE.F16, TYPE.BF16, TYPE.Q8_0, TYPE.Q4_0):
        writer = begin(folder / f"tiny-{kind.name.lower()}.gguf", TINY, "LLAMA")
        words(writer, 32)
        hashes = expected.setdefault(kind.name, {})
        for name, values in weights.items():
            known = names.get_name(name, try_suffixes=(".weight",))
            if values.ndim == 1:
                writer.add_tensor(known, values)
                continue
            packed = gguf.quants.quantize(in_file_order(name, values, TINY, "LLAMA"), kind)
            writer.add_tensor(known, packed, raw_dtype=kind)
            decoded = gguf.quants.dequantize(gguf.quants.quantize(values, kind), kind)
            hashes[name] = hashlib.sha256(decoded.astype("<f4").tobytes()).hexdigest()
        finish(writer)
    (folder / "tiny.json").write_text(json.dumps(expected, indent=1) + "\n")


def tokenizer(source, target):
    model = json.loads((source / "tokenizer.json").read_text())["model"]
    ordered = sorted(model["vocab"], key=model["vocab"].get)
    writer = gguf.GGUFWriter(target, "llama")
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(ordered)
    writer.add_token_types([3, 3] + [1] * (len(ordered) - 2))
    writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in model["merges"]])
    finish(writer)


def main(resources):
    folder = resources / "gguf"
    folder.mkdir(exist_ok=True)
    for name, arch in FAMILIES.items():
        family(resources / "parity" / name, folder / f"{name}.gguf", arch)
    tiny(folder)
    tokenizer(resources / "bpe", folder / "bpe.gguf")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
