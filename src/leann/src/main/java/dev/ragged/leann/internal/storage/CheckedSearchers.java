package dev.ragged.leann.internal.storage;

import dev.ragged.leann.internal.codec.LeannVectorsFormat;
import java.io.IOException;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;

/** Makes a searcher for each new commit, after checking once that we wrote it. */
public final class CheckedSearchers extends SearcherFactory {

  /** Rejects segments that another writer made without codes: they would hold floats. */
  @Override
  public IndexSearcher newSearcher(IndexReader reader, IndexReader previous) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      FieldInfo field = leaf.reader().getFieldInfos().fieldInfo(Fields.VECTOR);
      if (field != null
          && !LeannVectorsFormat.NAME.equals(
              field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY))) {
        throw new IOException(
            "segment " + leaf.reader() + " was written by something that keeps the vectors");
      }
    }
    return new IndexSearcher(reader);
  }
}
