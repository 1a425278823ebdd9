package dev.ragged.cli.command;

import dev.ragged.eval.Peer;
import java.util.Iterator;
import java.util.function.Predicate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The values of {@code --peers}, and how an item of it is read. */
abstract class PeerIds implements Iterable<String>, ITypeConverter<String> {
  private final Predicate<Peer> which;

  private PeerIds(Predicate<Peer> which) {
    this.which = which;
  }

  /** All of them. */
  static final class All extends PeerIds {
    All() {
      super(peer -> true);
    }
  }

  /** Those that exact search can judge. */
  static final class ByVector extends PeerIds {
    ByVector() {
      super(Peer::byVector);
    }
  }

  @Override
  public Iterator<String> iterator() {
    return Peer.all().stream().filter(which).map(Peer::id).iterator();
  }

  @Override
  public String convert(String text) {
    for (String id : this) {
      if (id.equalsIgnoreCase(text)) {
        return id;
      }
    }
    throw new TypeConversionException("'" + text + "' is not one of " + String.join(", ", this));
  }
}
