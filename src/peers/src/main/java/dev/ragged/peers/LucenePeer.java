package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.util.List;
import java.util.stream.Stream;

/** Lucene, with its vectors as they are and quantized. */
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
    return Stream.of(LuceneContender.Kept.values())
        .<Contender>map(
            kept ->
                new LuceneContender(
                    context.scratch().resolve("lucene-" + kept), kept, context.candidates()))
        .toList();
  }
}
