package dev.ragged.peers;

import dev.ragged.RaggedException;
import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.util.List;

/**
 * Lucene's binary quantized vectors, which the version that runs on Java 17 lacks. Another Java
 * runs them in a process of its own; environment variables name it and Lucene's jar. Without these
 * it is absent, so {@code META-INF/services} leaves it out: {@code ci/bench-dial.sh} has it.
 */
public final class LuceneBinaryPeer implements Peer {
  /** The variable with the command of Java 21 or later. */
  public static final String JAVA = "LUCENE10_JAVA";

  /** The variable with the jar of Lucene 10's core. */
  public static final String JAR = "LUCENE10_JAR";

  @Override
  public String id() {
    return "lucene-binary";
  }

  @Override
  public String title() {
    return "Lucene 10 HNSW binary";
  }

  @Override
  public boolean quick() {
    return true;
  }

  @Override
  public List<Contender> contenders(PeerContext context) {
    String java = context.env().getOrDefault(JAVA, "");
    String jar = context.env().getOrDefault(JAR, "");
    if (java.isEmpty() || jar.isEmpty()) {
      throw new RaggedException(
          "Lucene 10 needs Java 21 or later and its own jar; set " + JAVA + " and " + JAR + ".");
    }
    return List.of(
        new VectorProcessContender(
            title(),
            "binary",
            List.of(java, "--add-modules", "jdk.incubator.vector", "-Xmx1g", "-cp", jar),
            "LuceneBinary.java",
            context.scratch().resolve(id()),
            context.candidates()));
  }
}
