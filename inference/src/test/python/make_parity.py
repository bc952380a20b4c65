#!/usr/bin/env python3
"""Writes a small random checkpoint of every family and what HuggingFace transformers makes of it.

Run in this directory: python3 make_parity.py ../resources/parity
Needs torch and transformers (made with 2.15 and 5.24). Per family: config.json and
model.safetensors (bfloat16) as transformers saves them, tokens.bin (the prompt and 64 greedy
tokens), logits.bin and logits-bf16.bin (float32 and bfloat16 arithmetic on the same weights, the
rows that choose the answer). Weights are drawn anew until no greedy choice hangs on
rounding: both arithmetics choose the same tokens and the best logit leads by 1e-3 of the largest.
"""
import json
import pathlib
import shutil
import sys

import torch
import transformers as hf

PROMPT, STEPS = 24, 64
BASE = dict(vocab_size=256, hidden_size=48, intermediate_size=80, num_hidden_layers=3,
            num_attention_heads=4, num_key_value_heads=2, head_dim=16, max_position_embeddings=128,
            rms_norm_eps=1e-5, bos_token_id=None, eos_token_id=None, pad_token_id=None)
ROPE = dict(rope_type="default", rope_theta=500.0)
LLAMA3 = dict(rope_type="llama3", rope_theta=500.0, factor=4.0, low_freq_factor=1.0,
              high_freq_factor=4.0, original_max_position_embeddings=32)
PLAIN = {k: v for k, v in BASE.items() if k != "head_dim"}
MIXED = ["sliding_attention", "full_attention", "sliding_attention"]
GEMMA = dict(BASE, hidden_activation="gelu_pytorch_tanh", query_pre_attn_scalar=24,
             sliding_window=12, layer_types=MIXED, tie_word_embeddings=True)
FAMILIES = {
    "llama": hf.LlamaConfig(**BASE, rope_parameters=ROPE, tie_word_embeddings=False),
    "llama3": hf.LlamaConfig(**BASE, rope_parameters=LLAMA3, tie_word_embeddings=False),
    "smollm": hf.LlamaConfig(**BASE, rope_parameters=ROPE, tie_word_embeddings=True),
    "mistral": hf.MistralConfig(**BASE, rope_parameters=ROPE, sliding_window=12,
                                tie_word_embeddings=False),
    "qwen2": hf.Qwen2Config(**PLAIN, rope_parameters=ROPE, tie_word_embeddings=True),
    "qwen3": hf.Qwen3Config(**BASE, rope_parameters=ROPE, tie_word_embeddings=True),
    "phi3": hf.Phi3Config(**PLAIN, rope_parameters=ROPE, sliding_window=12, resid_pdrop=0.0,
                          tie_word_embeddings=False),
    "gemma2": hf.Gemma2Config(**GEMMA, rope_parameters=ROPE, attn_logit_softcapping=5.0,
                              final_logit_softcapping=8.0),
    "gemma3": hf.Gemma3TextConfig(**GEMMA, rope_parameters={
        "sliding_attention": dict(rope_type="default", rope_theta=100.0),
        "full_attention": dict(rope_type="linear", rope_theta=5000.0, factor=4.0)}),
    "qwen3-moe": hf.Qwen3MoeConfig(**BASE, rope_parameters=ROPE, moe_intermediate_size=24,
                                   num_experts=6, num_experts_per_tok=2, norm_topk_prob=True,
                                   tie_word_embeddings=False),
    "mixtral": hf.MixtralConfig(**dict(BASE, intermediate_size=24), rope_parameters=ROPE,
                                num_local_experts=5, num_experts_per_tok=2, sliding_window=None,
                                tie_word_embeddings=False),
}
# Gemma's norms multiply by 1 + weight.
NORM_CENTRE = {"gemma2": 0.0, "gemma3": 0.0}
# Layers that weigh little keep bfloat16's noise below its bound; under a tied head they must weigh
# more, or the answer is the last token for ever. Gemma's embedding is scaled and its output norms
# give the layers their weight back.
GAIN = {"smollm": 0.6, "qwen2": 0.6, "qwen3": 0.6, "gemma2": 3.0, "gemma3": 4.0}
USUAL_GAIN = 0.12


def make_model(name, config, seed):
    torch.manual_seed(seed)
    model = hf.AutoModelForCausalLM.from_config(config, attn_implementation="eager").float().eval()
    with torch.no_grad():
        for parameter, weights in model.named_parameters():
            if "norm" in parameter:
                weights.normal_(NORM_CENTRE.get(name, 1.0), 0.2)
            elif "embed_tokens" in parameter:
                weights.normal_(0, 0.15)
            else:
                gain = GAIN.get(name, USUAL_GAIN)
                weights.normal_(0, gain / weights.shape[-1] ** 0.5)
            weights.copy_(weights.bfloat16().float())
    return model


def greedy(model, prompt):
    ids = prompt
    with torch.no_grad():
        for _ in range(STEPS):
            ids = torch.cat([ids, model(ids[None], use_cache=False).logits[0, -1:].argmax(-1)])
        return ids


def logits(model, ids):
    with torch.no_grad():
        return model(ids[None], use_cache=False).logits[0].float()


def find(name, config):
    for seed in range(1, 400):
        model = make_model(name, config, seed)
        prompt = torch.randint(0, config.vocab_size, (PROMPT,))
        ids = greedy(model, prompt)
        exact = logits(model, ids)[PROMPT - 1:-1]
        rounded = logits(make_model(name, config, seed).bfloat16(), ids)[PROMPT - 1:-1]
        best = exact.topk(2, -1).values
        lead = ((best[:, 0] - best[:, 1]) / exact.abs().max(-1).values).min()
        same = (exact.argmax(-1) == rounded.argmax(-1)).all()
        distance = ((exact - rounded).abs().max(-1).values / exact.abs().max(-1).values).max()
        if same and lead > 1e-3 and distance < 0.02 and len(set(ids[PROMPT:].tolist())) > 1:
            print(name, "seed", seed, "lead %.4f" % lead, "bf16 distance %.4f" % distance,
                  "different tokens", len(set(ids[PROMPT:].tolist())), flush=True)
            return model, ids, exact, rounded
    raise SystemExit(name + ": no clear seed")


def main(target, names):
    torch.set_num_threads(1)
    for name in names or FAMILIES:
        folder = pathlib.Path(target, name)
        model, ids, exact, rounded = find(name, FAMILIES[name])
        shutil.rmtree(folder, ignore_errors=True)
        model.bfloat16().save_pretrained(folder)
        (folder / "generation_config.json").unlink(missing_ok=True)
        tokenizer = {"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer) + "\n")
        (folder / "tokens.bin").write_bytes(ids.to(torch.int32).numpy().tobytes())
        (folder / "logits.bin").write_bytes(exact.numpy().tobytes())
        (folder / "logits-bf16.bin").write_bytes(rounded.bfloat16().view(torch.int16).numpy().tobytes())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
