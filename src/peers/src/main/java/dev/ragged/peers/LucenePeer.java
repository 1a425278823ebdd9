package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.util.List;
import java.util.stream.Stream;

/** Lucene, with float32 and with quantized vectors. */
public final class LucenePeer implements Peer {
  @Override
  public String id() {
    return "lucene";
  }

  @Override
  public String title() {
    return "Lucene";
  }

  @Override
  public boolean quick() {
    return true;
  }

  @Override
  public List<Contender> contenders(PeerContext context) {
    return Stream.of(LuceneContender.Encoding.values())
        .<Contender>map(
            encoding ->
                new LuceneContender(
                    context.scratch().resolve("lucene-" + encoding),
                    encoding,
                    context.candidates()))
        .toList();
  }
}
