package com.example;

import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Opens collections that earlier builds wrote, asks them, adds to them and checks them. Arguments: a folder for data, and
 * the zips with a collection "golden" each.
 */
public final class GoldenCollections {
  private GoldenCollections() {}

  public static void main(String[] arguments) throws IOException {
    for (int i = 1; i < arguments.length; i++) {
      Path folder = Path.of(arguments[0], "golden-" + i);
      unzip(Path.of(arguments[i]), folder);
      try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(8));
          VectorCollection golden = store.open("golden")) {
        require("passage number n7", golden.get(Selection.ids("r7"), PageRequest.first(1)).items().get(0).text());
        require("r9", best(golden, "n9", SearchMode.LEXICAL));
        require("r7", best(golden, "passage number n7", SearchMode.VECTOR));
        golden.add(List.of(Passage.of("new", "passage number n7000")));
        golden.compact();
        require("new", best(golden, "passage number n7000", SearchMode.VECTOR));
        require("[]", golden.check().problems().toString());
      }
    }
    System.out.println(arguments.length - 1 + " golden collections");
  }

  private static String best(VectorCollection collection, String text, SearchMode mode) {
    return collection.search(SearchRequest.text(text).withMode(mode)).hits().get(0).id();
  }

  private static void require(String expected, String actual) {
    if (!expected.equals(actual)) {
      throw new IllegalStateException("expected '" + expected + "', got '" + actual + "'");
    }
  }

  private static void unzip(Path zip, Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(in)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, entries.readAllBytes());
      }
    }
  }
}
