package io.peerz.inference.text.jinja;

import java.util.List;

/** A position in the tokens of a template. */
final class TokenStream {
  private final List<Token> tokens;
  private int at;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peekNext() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  int line() {
    return peek().line();
  }

  boolean isSymbol(String text) {
    return peek().is(Token.Kind.SYMBOL, text);
  }

  boolean isName(String text) {
    return peek().is(Token.Kind.NAME, text);
  }

  boolean takeSymbol(String text) {
    boolean found = isSymbol(text);
    if (found) {
      next();
    }
    return found;
  }

  boolean takeName(String text) {
    boolean found = isName(text);
    if (found) {
      next();
    }
    return found;
  }

  void expectSymbol(String text) {
    if (!takeSymbol(text)) {
      throw unexpected("'" + text + "'");
    }
  }

  String expectName() {
    if (peek().kind() != Token.Kind.NAME) {
      throw unexpected("a name");
    }
    return next().text();
  }

  void expect(Token.Kind kind) {
    if (peek().kind() != kind) {
      throw unexpected(kind.toString());
    }
    next();
  }

  TemplateException unexpected(String wanted) {
    String found = peek().kind() == Token.Kind.END ? "the end" : "'" + peek().text() + "'";
    return TemplateException.at(line(), wanted + " expected, found " + found);
  }
}
