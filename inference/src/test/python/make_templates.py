#!/usr/bin/env python3
"""Renders chat templates with the jinja2 library, set up as transformers sets it up.

Run in this directory: python3 make_templates.py ../resources/templates.json
"""
import json
import sys

from jinja2.sandbox import ImmutableSandboxedEnvironment

HI = [{"role": "user", "content": " Hello <there> & 'you' \n"}]
TALK = [{"role": "system", "content": "Be brief.\n"}, {"role": "user", "content": "1+1?"},
        {"role": "assistant", "content": "2"}, {"role": "user", "content": "Ünï 日本 🙂"}]
TOKENS = {"bos_token": "<s>", "eos_token": "</s>"}

TEMPLATES = {
    "pebble": "{{ bos_token }}{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}",
    "im": "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nYou help.<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
    "header": """{%- if not date_string is defined %}
    {%- if strftime_now is defined %}
        {%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date_string = "26 Jul 2024" %}
    {%- endif %}
{%- endif %}
{{- bos_token }}
{#- The system text comes first, wherever it stood. -#}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{{- "Today: " + date_string + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {%- if not (message.role == 'ipython' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- elif message.tool_calls is iterable and message.tool_calls|length != 1 %}
        {{- raise_exception("one call at a time") }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
""",
    "inst": """{%- if messages[0]["role"] == "system" %}
    {%- set system_message = messages[0]["content"] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}
{%- set ns = namespace(index=0) %}
{%- for message in loop_messages %}
    {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
        {{- raise_exception("roles must alternate") }}
    {%- endif %}
    {%- set ns.index = ns.index + 1 %}
{%- endfor %}
{{- bos_token }}
{%- for message in loop_messages %}
    {%- if message["role"] == "user" %}
        {%- if loop.last and system_message is defined %}
            {{- "[INST] " + system_message + "\\n\\n" + message["content"] + "[/INST]" }}
        {%- else %}
            {{- "[INST] " ~ message["content"] ~ "[/INST]" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"] + eos_token}}
    {%- else %}
        {{- raise_exception("unknown role: " + message["role"]) }}
    {%- endif %}
{%- endfor %}
""",
    "turns": """{{ bos_token }}{% for message in messages %}
    {% if message['role'] == 'assistant' %}
        {% set role = 'model' %}
    {% else %}
        {% set role = message['role'] %}
    {% endif %}
<start_of_turn>{{ role }}
  {{ message['content'] | trim }}<end_of_turn>
{% endfor %}
{% if add_generation_prompt %}
<start_of_turn>model
{% endif %}
end""",
    "zephyr": "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'system' %}\n{{ '<|system|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'assistant' %}\n{{ '<|assistant|>\n'  + message['content'] + eos_token }}\n{% endif %}\n{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}",
    "think": """{%- set ns = namespace(multi=true, last=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi and message.role == "user" and message.content is string and not(message.content.startswith('<tool>') and message.content.endswith('</tool>')) %}
        {%- set ns.multi = false %}
        {%- set ns.last = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if message.role == "user" or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- if loop.index0 > ns.last %}{{- content.strip('\\n').rstrip() }}{%- else %}{{- '<|im_start|>' + content }}{%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}""",
    "expressions": """{{ 7 // 2 }} {{ -7 % 3 }} {{ 1 if messages else 2 }} {{ [1, 'a', none, true] }} {{ {'k': [1]} | tojson }}
{{ 'a' in 'cat' and 'z' not in 'cat' }} {{ messages | map_missing if false else messages[-1].role }} {{ "x" ~ 1 ~ none }}
{% for k, v in {'b': 1, 'a': 2}.items() if v > 1 %}{{ loop.index }}{{ k }}{% else %}none{% endfor %}
{%+ set t %}  captured {{ 1 + 2 * 3 }}{% endset %}[{{ t }}]{% for i in range(3) %}{{ i }}{{ ', ' if not loop.last }}{% endfor %}
{{ 'Hello World'.upper() }} {{ 'ab c' | title }} {{ 'x,y' | replace(',', ';') }} {{ missing | default('d') }} {{ 'a b'.split() | join('-') }}
{{ messages[0].content[1:4] }} {{ 'abc'[::-1] }} {{ (1, ) if false else 'no' }} {{ undefined_thing is not defined }} {{ 3 == 3.0 if false else 3 >= 2 }}
   {%- set q = {'n': {'m': "it's"}} %}{{ q.n['m'] }} {{ q }} {{ q.get('z', 5) }} {{ q['n'] | tojson(indent=2) }}
   {# comment #}
tail""".replace("{{ messages | map_missing if false else messages[-1].role }}", "{{ messages[-1].role }}")
       .replace("{{ (1, ) if false else 'no' }} ", "").replace("{{ 3 == 3.0 if false else 3 >= 2 }}", "{{ 3 >= 2 }}"),
}


def main(target):
    env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    env.filters["tojson"] = lambda x, indent=None: json.dumps(x, ensure_ascii=False, indent=indent)

    def refuse(message):
        raise ValueError(message)

    env.globals["raise_exception"] = refuse
    cases = []
    for name, source in TEMPLATES.items():
        for messages in (HI, TALK):
            names = dict(TOKENS, messages=messages, add_generation_prompt=True)
            cases.append(dict(name=name, template=source, names=names,
                              expected=env.from_string(source).render(**names)))
    with open(target, "w", encoding="utf-8") as out:
        json.dump(cases, out, ensure_ascii=False, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
