package io.peerz.node.cli;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The person or script at the other end: results on stdout, the rest on stderr. */
public final class Terminal {
  private static final int MAX_LINE_CHARS = 4096;

  private final PrintStream out;
  private final PrintStream err;
  private final InputStream in;

  public Terminal(PrintStream out, PrintStream err, InputStream in) {
    this.out = out;
    this.err = err;
    this.in = in;
  }

  public static Terminal system() {
    return new Terminal(System.out, System.err, System.in);
  }

  public void result(String line) {
    out.println(line);
  }

  /** A piece of a streamed result, shown at once. */
  public void piece(String text) {
    out.print(text);
    out.flush();
  }

  public void note(String line) {
    err.println(line);
  }

  /** Whether a person looks at it while it grows. */
  boolean isLive() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  /** A note in the place of the one before. */
  void again(String line) {
    err.print("\r" + line);
    err.flush();
  }

  /** One line of standard input; used for secrets that must not stand on the command line. */
  public String readLine() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), MAX_LINE_CHARS)
              .readLine();
      if (line == null || line.length() > MAX_LINE_CHARS) {
        throw new PeerzException(
            ErrorCode.BAD_REQUEST, "standard input gave no usable line; pipe one line into it");
      }
      return line.strip();
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot read standard input: " + e.getMessage(), e);
    }
  }

  public char[] askPassword(String label) {
    Console console =
        console(
            "no terminal to ask for the password of "
                + label
                + "; give --password-file FILE (0600)");
    char[] password = console.readPassword("Password of %s: ", label);
    if (password == null || password.length == 0) {
      throw new PeerzException(ErrorCode.BAD_REQUEST, "no password was given; nothing was done");
    }
    return password;
  }

  /**
   * Asks before money moves; without a terminal only {@code --yes} can agree.
   *
   * @param mayAsk false where a program reads the output
   */
  void confirm(String summary, boolean agreed, boolean mayAsk) {
    note(summary);
    if (agreed) {
      return;
    }
    if (!mayAsk) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST, "JSON output does not ask; add --yes to agree; nothing was sent");
    }
    Console console = console("no terminal to ask; add --yes to agree; nothing was sent");
    String answer = console.readLine("Continue? [y/N] ");
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new PeerzException(ErrorCode.CANCELLED, "not agreed; nothing was sent");
    }
  }

  private static Console console(String otherwise) {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .orElseThrow(() -> new PeerzException(ErrorCode.BAD_REQUEST, otherwise));
  }
}
