package io.peerz.node.gateway;

import io.peerz.inference.model.Arithmetic;
import io.peerz.inference.sample.Logprobs;
import io.peerz.inference.text.ChatTemplate;
import io.peerz.inference.text.Detokenizer;
import io.peerz.inference.text.TokenTable;
import io.peerz.inference.text.Tokenizer;
import io.peerz.inference.text.ToolSyntax;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.manifest.ModelManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The model as its client needs it: words to tokens and back, its shape and its id. Of the weights
 * it holds no more than the final norm's. Thread-safe.
 */
public final class ModelVoice implements AutoCloseable {
  private final ModelManifest manifest;
  private final int context;
  private final Tokenizer tokenizer;
  private final ChatTemplate template;
  private final Set<Integer> stopTokens;
  private final TokenTable words;
  private final Optional<Pooling> pooling;

  private ModelVoice(
      ModelManifest manifest,
      int context,
      Tokenizer tokenizer,
      ChatTemplate template,
      Set<Integer> stopTokens,
      TokenTable words,
      Optional<Pooling> pooling) {
    this.manifest = manifest;
    this.context = context;
    this.tokenizer = tokenizer;
    this.template = template;
    this.stopTokens = stopTokens;
    this.words = words;
    this.pooling = pooling;
  }

  /** The model of exact results in a folder. */
  public static ModelVoice open(Path folder) {
    return open(folder, Arithmetic.EXACT);
  }

  /** Opens a model folder; reads every byte of the weights once, for the id. */
  public static ModelVoice open(Path folder, Arithmetic arithmetic) {
    ModelFolder model = ModelFolder.open(folder).in(arithmetic);
    return new ModelVoice(
        model.manifest(),
        model.config().maxPositions(),
        Tokenizer.open(folder),
        ChatTemplate.open(folder),
        StopTokens.of(folder),
        TokenTable.open(folder),
        Pooling.of(model));
  }

  public String name() {
    return manifest.name();
  }

  public Digest modelId() {
    return manifest.modelId();
  }

  public Geometry geometry() {
    return manifest.geometry();
  }

  /** Longest prompt and answer together, in tokens. */
  int context() {
    return context;
  }

  Set<Integer> stopTokens() {
    return stopTokens;
  }

  boolean isNamed(String nameOrId) {
    return name().equals(nameOrId) || modelId().hex().equalsIgnoreCase(nameOrId);
  }

  /** The prompt as tokens; refused when it leaves no room for an answer. */
  List<Integer> encode(Prompt prompt) {
    int[] ids =
        switch (prompt) {
          case Prompt.Chat chat -> tokenizer.encode(render(chat), false);
          case Prompt.Plain plain -> tokenizer.encode(plain.text(), true);
        };
    if (ids.length >= context) {
      throw new PeerzException(
          ErrorCode.PROMPT_TOO_LONG,
          "the prompt has %d tokens and the context %d, which leaves no room for an answer; shorten the prompt"
              .formatted(ids.length, context));
    }
    return Arrays.stream(ids).boxed().toList();
  }

  /** How the model makes vectors of texts, or a refusal. */
  Pooling pooling() {
    return pooling.orElseThrow(
        () ->
            new UnservedByModel(
                "model",
                "%s was trained to write text and names no pooling in 1_Pooling/config.json, so it gives no embeddings; use /v1/chat/completions or a model of another server"
                    .formatted(name())));
  }

  /** How the model calls tools; empty where it knows none. */
  Optional<ToolSyntax> tools() {
    return template.tools();
  }

  /** A forced call is begun for the model, so that it goes on as it was trained to. */
  private String render(Prompt.Chat chat) {
    if (chat.isAboutTools() && tools().isEmpty()) {
      throw new UnservedByModel(
          "tools",
          "the chat template of %s knows no tools; leave them out or ask another model"
              .formatted(name()));
    }
    List<String> definitions = chat.tools().tools().stream().map(ToolUse.Tool::definition).toList();
    String text = template.render(chat.messages(), definitions);
    boolean begun = chat.tools().forced() && !tools().orElseThrow().open().isEmpty();
    return begun ? text + tools().orElseThrow().open() + "\n" : text;
  }

  Detokenizer detokenizer() {
    return tokenizer.streaming();
  }

  /** A token that a node chose, in words. */
  ChosenToken words(int token, Logprobs logprobs) {
    return word(
        token,
        logprobs.logprob(),
        logprobs.likeliest().stream().map(t -> word(t.token(), t.logprob(), List.of())).toList());
  }

  private ChosenToken word(int token, double logprob, List<ChosenToken> likeliest) {
    List<Integer> bytes = new ArrayList<>();
    for (byte value : words.bytes(token)) {
      bytes.add(value & 0xff);
    }
    return new ChosenToken(words.text(token), bytes, logprob, likeliest);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
