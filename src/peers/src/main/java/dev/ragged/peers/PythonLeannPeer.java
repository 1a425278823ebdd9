package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Python package LEANN: its two backends, each recomputing and with stored vectors. */
public final class PythonLeannPeer implements Peer {
  @Override
  public String id() {
    return "leann-python";
  }

  @Override
  public String title() {
    return "Python LEANN";
  }

  @Override
  public boolean quick() {
    return false;
  }

  @Override
  public List<Contender> contenders(PeerContext context) {
    PythonLeann python =
        PythonLeann.install(context.work().resolve("peers").resolve(id()), context.env());
    Path folder = context.scratch().resolve("python-leann");
    return Stream.of(PythonLeannProcess.Index.values())
        .<Contender>map(
            kind -> new PythonLeannContender(python, folder.resolve(kind.toString()), kind))
        .toList();
  }
}
