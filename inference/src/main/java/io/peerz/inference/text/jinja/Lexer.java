package io.peerz.inference.text.jinja;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template into tokens with the whitespace rules that chat templates are written for: {@code
 * trim_blocks} (a newline behind a block tag goes) and {@code lstrip_blocks} (blanks before a block
 * tag at the beginning of a line go), besides the explicit {@code -} marks.
 */
final class Lexer {
  private static final String[] SYMBOLS = {
    "==", "!=", "<=", ">=", "//", "**", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[",
    "]", "{", "}", ",", ".", ":", "|"
  };

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> scan(String source) {
    Lexer lexer = new Lexer(source.replace("\r\n", "\n"));
    lexer.scanAll();
    return lexer.tokens;
  }

  private void scanAll() {
    boolean stripStart = false;
    boolean afterBlock = false;
    while (at < source.length()) {
      int open = nextOpen();
      String text = source.substring(at, open);
      addText(trimmed(text, open, stripStart, afterBlock));
      moveTo(open);
      if (at == source.length()) {
        break;
      }
      char kind = source.charAt(at + 1);
      String end = kind == '{' ? "}}" : kind + "}";
      moveTo(at + 2);
      if (at < source.length() && (source.charAt(at) == '-' || source.charAt(at) == '+')) {
        moveTo(at + 1);
      }
      if (kind == '#') {
        skipComment();
      } else {
        scanTag(kind == '{', end);
      }
      stripStart = source.charAt(at - 3) == '-';
      afterBlock = kind != '{';
    }
    tokens.add(new Token(Token.Kind.END, "", line));
  }

  private int nextOpen() {
    for (int i = at; i + 1 < source.length(); i++) {
      char next = source.charAt(i + 1);
      if (source.charAt(i) == '{' && (next == '{' || next == '%' || next == '#')) {
        return i;
      }
    }
    return source.length();
  }

  /** Applies the whitespace rules to the text before the tag at {@code open}. */
  private String trimmed(String text, int open, boolean stripStart, boolean afterBlock) {
    String result = text;
    if (stripStart) {
      result = result.stripLeading();
    } else if (afterBlock && result.startsWith("\n")) {
      result = result.substring(1);
    }
    if (open == source.length()) {
      return result;
    }
    char mark = open + 2 < source.length() ? source.charAt(open + 2) : ' ';
    if (mark == '-') {
      return result.stripTrailing();
    }
    boolean block = source.charAt(open + 1) != '{';
    return block && mark != '+' ? withoutIndent(result, open - text.length() == 0) : result;
  }

  private String withoutIndent(String text, boolean fromStart) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
      end--;
    }
    boolean lineStart = end > 0 ? text.charAt(end - 1) == '\n' : fromStart || afterNewline();
    return lineStart ? text.substring(0, end) : text;
  }

  /** Whether the text now being cut begins a line: the newline before it was trimmed or kept. */
  private boolean afterNewline() {
    return at > 0 && at < source.length() && source.charAt(at) == '\n';
  }

  private void addText(String text) {
    if (!text.isEmpty()) {
      tokens.add(new Token(Token.Kind.TEXT, text, line));
    }
  }

  private void skipComment() {
    int end = source.indexOf("#}", at);
    if (end < 0) {
      throw TemplateException.at(line, "a comment is not closed");
    }
    moveTo(end + 2);
  }

  private void scanTag(boolean output, String end) {
    tokens.add(new Token(output ? Token.Kind.OUTPUT_OPEN : Token.Kind.TAG_OPEN, "", line));
    int depth = 0;
    while (true) {
      skipBlanks();
      if (at >= source.length()) {
        throw TemplateException.at(line, "a tag is not closed");
      }
      if (depth == 0 && (source.startsWith(end, at) || source.startsWith("-" + end, at))) {
        moveTo(at + (source.charAt(at) == '-' ? 3 : 2));
        tokens.add(new Token(output ? Token.Kind.OUTPUT_CLOSE : Token.Kind.TAG_CLOSE, "", line));
        return;
      }
      Token token = scanToken();
      depth += nesting(token);
      tokens.add(token);
    }
  }

  /** A brace in a string opens nothing. */
  private static int nesting(Token token) {
    if (token.kind() != Token.Kind.SYMBOL) {
      return 0;
    }
    return token.text().equals("{") ? 1 : token.text().equals("}") ? -1 : 0;
  }

  private void skipBlanks() {
    while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
      moveTo(at + 1);
    }
  }

  private Token scanToken() {
    char first = source.charAt(at);
    if (first == '\'' || first == '"') {
      return scanString(first);
    }
    if (Character.isLetter(first) || first == '_') {
      return take(Token.Kind.NAME, wordEnd());
    }
    if (Character.isDigit(first)) {
      return take(Token.Kind.NUMBER, numberEnd());
    }
    for (String symbol : SYMBOLS) {
      if (source.startsWith(symbol, at)) {
        return take(Token.Kind.SYMBOL, at + symbol.length());
      }
    }
    throw TemplateException.at(line, "unexpected character " + first);
  }

  private Token take(Token.Kind kind, int end) {
    Token token = new Token(kind, source.substring(at, end), line);
    moveTo(end);
    return token;
  }

  private int wordEnd() {
    int end = at;
    while (end < source.length()
        && (Character.isLetterOrDigit(source.charAt(end)) || source.charAt(end) == '_')) {
      end++;
    }
    return end;
  }

  private int numberEnd() {
    int end = at;
    while (end < source.length() && Character.isDigit(source.charAt(end))) {
      end++;
    }
    return end;
  }

  private Token scanString(char quote) {
    int start = line;
    StringBuilder text = new StringBuilder();
    int i = at + 1;
    while (i < source.length() && source.charAt(i) != quote) {
      char c = source.charAt(i);
      if (c == '\\' && i + 1 < source.length()) {
        i++;
        text.append(unescaped(source.charAt(i)));
      } else {
        text.append(c);
      }
      i++;
    }
    if (i >= source.length()) {
      throw TemplateException.at(start, "a string is not closed");
    }
    moveTo(i + 1);
    return new Token(Token.Kind.STRING, text.toString(), start);
  }

  private static String unescaped(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case '\\', '\'', '"' -> String.valueOf(c);
      default -> "\\" + c;
    };
  }

  private void moveTo(int target) {
    for (; at < target; at++) {
      if (source.charAt(at) == '\n') {
        line++;
      }
    }
  }
}
