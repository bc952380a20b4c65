#!/usr/bin/env python3
"""Renders published chat templates with transformers, and trains a small byte-level BPE tokenizer.

Run in this directory: python3 make_texts.py ../resources
Needs transformers (made with 5.24). Writes chats.json (the templates as the model cards of Llama 3,
Gemma 2, Phi-3, Mistral, Qwen2 and Zephyr give them, conversations, and what apply_chat_template
makes of them) and bpe/ (tokenizer.json, and ids.json: the ids of every line of multilingual.txt).
"""
import json
import pathlib
import sys

import tokenizers
import transformers

ALTERNATE = ("{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles "
             "must alternate user/assistant/user/assistant/...') }}{% endif %}")
TEMPLATES = {
    "llama-3": "{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'+ message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}",
    "gemma-2": "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{% for message in messages %}" + ALTERNATE + "{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '\n' + message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt %}{{'<start_of_turn>model\n'}}{% endif %}",
    "phi-3": "{% for message in messages %}{% if message['role'] == 'system' %}{{'<|system|>\n' + message['content'] + '<|end|>\n'}}{% elif message['role'] == 'user' %}{{'<|user|>\n' + message['content'] + '<|end|>\n'}}{% elif message['role'] == 'assistant' %}{{'<|assistant|>\n' + message['content'] + '<|end|>\n'}}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% else %}{{ eos_token }}{% endif %}",
    "mistral": "{{ bos_token }}{% for message in messages %}" + ALTERNATE + "{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ message['content'] + eos_token}}{% else %}{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}{% endfor %}",
    "qwen-2": "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
    "zephyr": "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'system' %}\n{{ '<|system|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'assistant' %}\n{{ '<|assistant|>\n'  + message['content'] + eos_token }}\n{% endif %}\n{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}",
}
ASK = [{"role": "user", "content": "  What is 2 < 3 & 'why'?\n"}]
TALK = ASK + [{"role": "assistant", "content": "Ünï 日本 🙂\n\n"}, {"role": "user", "content": "{{ again }} {% raw %}"}]
SYSTEM = [{"role": "system", "content": "Be brief.\n"}] + TALK
NO_SYSTEM = {"gemma-2", "mistral"}
TOKENS = {"bos_token": "<s>", "eos_token": "</s>"}


def chats(tokenizer):
    for name, template in TEMPLATES.items():
        for messages in (ASK, TALK) if name in NO_SYSTEM else (ASK, TALK, SYSTEM):
            for prompt in (True, False):
                text = tokenizer.apply_chat_template(
                    messages, chat_template=template, tokenize=False, add_generation_prompt=prompt)
                names = dict(TOKENS, messages=messages, add_generation_prompt=prompt)
                yield dict(name=name, template=template, names=names, expected=text)


def train(text):
    bpe = tokenizers.Tokenizer(tokenizers.models.BPE())
    bpe.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = tokenizers.decoders.ByteLevel()
    bpe.train_from_iterator(text.splitlines(), tokenizers.trainers.BpeTrainer(
        vocab_size=700, special_tokens=["<s>", "</s>"],
        initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    return bpe


def write(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main(target):
    target = pathlib.Path(target)
    text = (target / "multilingual.txt").read_text(encoding="utf-8")
    bpe = train(text)
    (target / "bpe").mkdir(exist_ok=True)
    bpe.save(str(target / "bpe" / "tokenizer.json"), pretty=False)
    write(target / "bpe" / "ids.json", [bpe.encode(line).ids for line in text.splitlines()])
    write(target / "chats.json", list(chats(transformers.PreTrainedTokenizerFast(
        tokenizer_object=bpe, **TOKENS))))


if __name__ == "__main__":
    main(sys.argv[1])
