package io.peerz.ledger.index;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.Function;
import tools.jackson.databind.json.JsonMapper;

/**
 * What SQLite lacks: sums and maxima of decimal text of any length, and the keys of rounds and
 * units.
 */
final class WeiFunctions {
  private WeiFunctions() {}

  static void addTo(Connection connection) {
    try {
      Function.create(connection, "sum_wei", new Sum());
      Function.create(connection, "max_wei", new Max());
      Function.create(connection, "add_wei", new Add());
      Function.create(connection, "part_key", new PartKey());
    } catch (SQLException e) {
      throw new PeerzException(ErrorCode.BUG, "SQLite takes no functions: " + e.getMessage(), e);
    }
  }

  private static final class Sum extends Function.Aggregate {
    private BigInteger sum = BigInteger.ZERO;

    @Override
    protected void xStep() throws SQLException {
      String text = value_text(0);
      if (text != null) {
        sum = sum.add(new BigInteger(text));
      }
    }

    @Override
    protected void xFinal() throws SQLException {
      result(sum.toString());
    }

    @Override
    public Object clone() throws CloneNotSupportedException {
      return super.clone();
    }
  }

  private static final class Max extends Function.Aggregate {
    private BigInteger most = BigInteger.ZERO;

    @Override
    protected void xStep() throws SQLException {
      most = most.max(new BigInteger(value_text(0)));
    }

    @Override
    protected void xFinal() throws SQLException {
      result(most.toString());
    }

    @Override
    public Object clone() throws CloneNotSupportedException {
      return super.clone();
    }
  }

  private static final class Add extends Function {
    @Override
    protected void xFunc() throws SQLException {
      result(new BigInteger(value_text(0)).add(new BigInteger(value_text(1))).toString());
    }
  }

  /** The key of a round or a unit of a job, from the arguments of an event about it. */
  private static final class PartKey extends Function {
    @Override
    protected void xFunc() throws SQLException {
      result(DecodedEvent.partOf(JsonMapper.shared().readTree(value_text(0))).orElse(null));
    }
  }
}
