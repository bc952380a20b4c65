package io.peerz.inference.text.jinja;

import java.util.ArrayList;
import java.util.List;

/** Parses the statements of a template. */
final class TemplateParser {
  private static final int MAX_DEPTH = 32;

  private final TokenStream in;
  private final ExprParser expressions;
  private int depth;

  private TemplateParser(TokenStream in) {
    this.in = in;
    this.expressions = new ExprParser(in);
  }

  static List<Statement> parse(String source) {
    TemplateParser parser = new TemplateParser(new TokenStream(Lexer.scan(source)));
    List<Statement> body = parser.body();
    if (parser.in.peek().kind() != Token.Kind.END) {
      throw parser.in.unexpected("the end of the template");
    }
    return body;
  }

  /** Statements up to a tag that a surrounding statement must understand. */
  private List<Statement> body() {
    if (++depth > MAX_DEPTH) {
      throw TemplateException.at(in.line(), "blocks are nested too deeply");
    }
    List<Statement> statements = new ArrayList<>();
    while (true) {
      switch (in.peek().kind()) {
        case TEXT -> statements.add(new Statement.Text(in.next().text()));
        case OUTPUT_OPEN -> statements.add(output());
        case TAG_OPEN -> {
          if (!startsStatement(in.peekNext())) {
            depth--;
            return statements;
          }
          statements.add(statement());
        }
        default -> {
          depth--;
          return statements;
        }
      }
    }
  }

  private static boolean startsStatement(Token keyword) {
    return !List.of("elif", "else", "endif", "endfor", "endset", "endgeneration")
        .contains(keyword.text());
  }

  private Statement output() {
    in.next();
    Expr value = expressions.parse();
    in.expect(Token.Kind.OUTPUT_CLOSE);
    return new Statement.Output(value);
  }

  private Statement statement() {
    in.next();
    int line = in.line();
    String keyword = in.expectName();
    return switch (keyword) {
      case "if" -> ifStatement();
      case "for" -> forStatement(line);
      case "set" -> setStatement(line);
      case "generation" -> generation();
      default -> throw TemplateException.at(line, "the tag '" + keyword + "' is not supported");
    };
  }

  private Statement ifStatement() {
    List<Statement.Branch> branches = new ArrayList<>();
    branches.add(branch(expressions.parse()));
    while (true) {
      in.expect(Token.Kind.TAG_OPEN);
      if (in.takeName("elif")) {
        branches.add(branch(expressions.parse()));
      } else if (in.takeName("else")) {
        branches.add(branch(new Expr.Literal(true)));
      } else {
        close("endif");
        return new Statement.If(branches);
      }
    }
  }

  private Statement.Branch branch(Expr condition) {
    in.expect(Token.Kind.TAG_CLOSE);
    return new Statement.Branch(condition, body());
  }

  private Statement forStatement(int line) {
    List<String> names = new ArrayList<>(List.of(in.expectName()));
    while (in.takeSymbol(",")) {
      names.add(in.expectName());
    }
    if (!in.takeName("in")) {
      throw in.unexpected("'in'");
    }
    Expr items = expressions.parseWithoutChoice();
    Expr filter = in.takeName("if") ? expressions.parse() : null;
    in.expect(Token.Kind.TAG_CLOSE);
    List<Statement> body = body();
    List<Statement> otherwise = List.of();
    in.expect(Token.Kind.TAG_OPEN);
    if (in.takeName("else")) {
      in.expect(Token.Kind.TAG_CLOSE);
      otherwise = body();
      in.expect(Token.Kind.TAG_OPEN);
    }
    close("endfor");
    return new Statement.For(names, items, filter, body, otherwise, line);
  }

  private Statement setStatement(int line) {
    String name = in.expectName();
    String field = in.takeSymbol(".") ? in.expectName() : null;
    if (in.takeSymbol("=")) {
      Expr value = expressions.parse();
      in.expect(Token.Kind.TAG_CLOSE);
      return new Statement.Set(name, field, value, line);
    }
    in.expect(Token.Kind.TAG_CLOSE);
    List<Statement> body = body();
    in.expect(Token.Kind.TAG_OPEN);
    close("endset");
    return new Statement.Capture(name, body);
  }

  /** Marks what a model is trained to say; for rendering it is transparent. */
  private Statement generation() {
    in.expect(Token.Kind.TAG_CLOSE);
    List<Statement> body = body();
    in.expect(Token.Kind.TAG_OPEN);
    close("endgeneration");
    return new Statement.If(List.of(new Statement.Branch(new Expr.Literal(true), body)));
  }

  private void close(String keyword) {
    if (!in.takeName(keyword)) {
      throw in.unexpected("'" + keyword + "'");
    }
    in.expect(Token.Kind.TAG_CLOSE);
  }
}
