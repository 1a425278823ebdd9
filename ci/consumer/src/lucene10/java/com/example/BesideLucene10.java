package com.example;

import java.io.IOException;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Version;

/** An application with an index of its own in Lucene 10, before and after it uses ragged. */
public final class BesideLucene10 {
  private BesideLucene10() {}

  public static void main(String[] arguments) throws IOException {
    ownIndex();
    Consumer.main(arguments);
    ownIndex();
    System.out.println("beside Lucene " + Version.LATEST);
  }

  private static void ownIndex() throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(new StandardAnalyzer()))) {
        Document document = new Document();
        document.add(new TextField("text", "Bread rises because of yeast.", Field.Store.YES));
        writer.addDocument(document);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        int found = new IndexSearcher(reader).count(new TermQuery(new Term("text", "yeast")));
        if (found != 1) {
          throw new IllegalStateException("Lucene found " + found);
        }
      }
    }
  }
}
