package dev.ragged.leann.internal.search;

import dev.ragged.Metadata;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.leann.internal.storage.Documents;
import dev.ragged.leann.internal.storage.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;

/** Passages by id or filter, in order of id (Unicode code point), page by page. */
public final class CollectionPages {
  /** A page ends early beyond this many characters, to bound memory for large texts. */
  public static final long PAGE_CHARACTERS = 16 << 20;

  private final IndexSearcher searcher;
  private final IndexReader reader;
  private final Bits live;

  public CollectionPages(IndexSearcher searcher) {
    this.searcher = searcher;
    this.reader = searcher.getIndexReader();
    this.live = MultiBits.getLiveDocs(reader);
  }

  /** The documents of those ids that exist. */
  public Map<String, Integer> find(List<String> ids) throws IOException {
    Map<String, Integer> found = new HashMap<>();
    Terms terms = MultiTerms.getTerms(reader, Fields.ID);
    if (terms == null) {
      return found;
    }
    TermsEnum walk = terms.iterator();
    PostingsEnum postings = null;
    for (String id : ids) {
      if (walk.seekExact(new BytesRef(id))) {
        postings = walk.postings(postings, PostingsEnum.NONE);
        int doc = firstLive(postings, null);
        if (doc != DocIdSetIterator.NO_MORE_DOCS) {
          found.put(id, doc);
        }
      }
    }
    return found;
  }

  /** Those ids that exist in a document which {@code except} does not match, in the given order. */
  public List<String> existing(List<String> ids, Query except) throws IOException {
    Map<String, Integer> found = find(ids);
    if (found.isEmpty()) {
      return List.of();
    }
    FixedBitSet excepted = matching(except);
    return ids.stream()
        .filter(id -> found.containsKey(id) && !excepted.get(found.get(id)))
        .toList();
  }

  private int firstLive(PostingsEnum postings, Bits matching) throws IOException {
    int doc = postings.nextDoc();
    while (doc != DocIdSetIterator.NO_MORE_DOCS
        && ((live != null && !live.get(doc)) || (matching != null && !matching.get(doc)))) {
      doc = postings.nextDoc();
    }
    return doc;
  }

  public Page<Passage> ids(Selection.Ids which, PageRequest page) throws IOException {
    Map<String, Integer> found = find(which.ids());
    List<String> ids =
        found.keySet().stream()
            .sorted(Comparator.comparing(BytesRef::new))
            .filter(id -> page.cursor() == null || isAfter(id, page.cursor()))
            .toList();
    List<Passage> here =
        read(ids.subList(0, Math.min(page.size(), ids.size())).stream().map(found::get).toList());
    List<String> missing =
        page.cursor() != null
            ? List.of()
            : which.ids().stream().filter(id -> !found.containsKey(id)).toList();
    return new Page<>(here, here.size() < ids.size() ? lastId(here) : null, missing);
  }

  private static String lastId(List<Passage> passages) {
    return passages.get(passages.size() - 1).id();
  }

  private static boolean isAfter(String id, String cursor) {
    return new BytesRef(id).compareTo(new BytesRef(cursor)) > 0;
  }

  public Page<Passage> where(Query filter, PageRequest page) throws IOException {
    Terms terms = MultiTerms.getTerms(reader, Fields.ID);
    if (terms == null) {
      return new Page<>(List.of(), null, List.of());
    }
    FixedBitSet matching = filter instanceof MatchAllDocsQuery ? null : matching(filter);
    List<Integer> docs = new ArrayList<>();
    TermsEnum walk = terms.iterator();
    boolean more = false;
    PostingsEnum postings = null;
    for (BytesRef id = start(walk, page.cursor()); id != null && !more; id = walk.next()) {
      postings = walk.postings(postings, PostingsEnum.NONE);
      int doc = firstLive(postings, matching);
      if (doc == DocIdSetIterator.NO_MORE_DOCS) {
        continue;
      }
      if (docs.size() == page.size()) {
        more = true;
      } else {
        docs.add(doc);
      }
    }
    List<Passage> here = read(docs);
    more |= here.size() < docs.size();
    return new Page<>(here, more ? lastId(here) : null, List.of());
  }

  private static BytesRef start(TermsEnum walk, String cursor) throws IOException {
    if (cursor == null) {
      return walk.next();
    }
    BytesRef after = new BytesRef(cursor);
    return switch (walk.seekCeil(after)) {
      case END -> null;
      case FOUND -> walk.next();
      case NOT_FOUND -> walk.term();
    };
  }

  /**
   * Shows the metadata of passages, in order of the index; reads no text.
   *
   * @return their number
   */
  public long metadata(Query filter, Consumer<Metadata> each) throws IOException {
    StoredFields stored = reader.storedFields();
    BitSetIterator docs = new BitSetIterator(matching(filter), 0);
    long shown = 0;
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      if (live == null || live.get(doc)) {
        each.accept(Documents.metadata(stored, doc));
        shown++;
      }
    }
    return shown;
  }

  private FixedBitSet matching(Query filter) throws IOException {
    FixedBitSet matching = new FixedBitSet(reader.maxDoc());
    Weight weight =
        searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : reader.leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer != null) {
        DocIdSetIterator docs = scorer.iterator();
        for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
          matching.set(leaf.docBase + doc);
        }
      }
    }
    return matching;
  }

  /** Reads documents in the given order, as many as fit a page but at least one. */
  private List<Passage> read(List<Integer> docs) throws IOException {
    StoredFields stored = reader.storedFields();
    ExactVectors vectors = new ExactVectors(reader, null, VectorCache.NONE, false);
    List<Passage> passages = new ArrayList<>(docs.size());
    long characters = 0;
    for (int i = 0; i < docs.size() && characters < PAGE_CHARACTERS; i++) {
      Documents.Stored s = Documents.read(stored, docs.get(i), null);
      float[] vector = s.text() == null ? vectors.kept(docs.get(i)) : null;
      passages.add(new Passage(s.id(), s.text(), s.metadata(), vector));
      characters += s.text() == null ? 0 : s.text().length();
    }
    return passages;
  }
}
