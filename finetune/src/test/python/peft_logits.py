#!/usr/bin/env python3
"""Loads an adapter that Peerz wrote with HuggingFace's PEFT and prints what the model then says.

    python3 -m venv venv && venv/bin/pip install torch transformers peft
    venv/bin/python finetune/src/test/python/peft_logits.py models/pebble-1.6m ADAPTER 60,97,98 1,2,3 > logits.json

ADAPTER is a folder of `peerz finetune adapter download`. Each further argument is a prompt as token ids; printed are the float32
logits after its last token, as JSON. `PeftParityTest` compares them with the exact engine's. The expected logits beside its adapter
were made with torch 2.15, transformers 5.24 and peft 0.21.
"""
import json
import sys

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

base, adapter, *prompts = sys.argv[1:]
torch.set_num_threads(1)
model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32, attn_implementation="eager")
model = PeftModel.from_pretrained(model, adapter)
model.eval()

# A name that PEFT does not know would be left at zero without a word.
silent = [name for name, value in model.named_parameters() if "lora_B" in name and not value.any()]
if silent:
    sys.exit(f"PEFT found no values for {silent[0]} and {len(silent) - 1} more")

answers = []
with torch.no_grad():
    for prompt in prompts:
        tokens = [int(token) for token in prompt.split(",")]
        answers.append({"tokens": tokens, "logits": model(torch.tensor([tokens])).logits[0, -1].tolist()})
json.dump(answers, sys.stdout)
print()
