package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.util.List;

/** Lucene's search by words, for English. */
public final class LuceneWordsPeer implements Peer {
  @Override
  public String id() {
    return "lucene-bm25";
  }

  @Override
  public String title() {
    return "Lucene BM25";
  }

  @Override
  public boolean quick() {
    return true;
  }

  @Override
  public boolean byVector() {
    return false;
  }

  @Override
  public List<Contender> contenders(PeerContext context) {
    return List.of(new LuceneWordsContender(context.scratch().resolve(id())));
  }
}
