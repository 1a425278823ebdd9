package dev.ragged.leann.internal.storage;

import dev.ragged.StorageStats;
import dev.ragged.leann.internal.codec.CoderFiles;
import dev.ragged.leann.internal.codec.LeannKeysFormat;
import dev.ragged.leann.internal.codec.LeannStoredFieldsFormat;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.codecs.perfield.PerFieldDocValuesFormat;
import org.apache.lucene.codecs.perfield.PerFieldPostingsFormat;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.util.Bits;

/** Counts the bytes of a collection's files by purpose. */
public final class StorageBytes {
  private enum Kind {
    TEXT,
    VECTORS,
    LEXICAL,
    IDS_METADATA,
    OTHER
  }

  private final Map<Kind, Long> bytes = new EnumMap<>(Kind.class);
  private final Set<String> counted = new HashSet<>();

  private StorageBytes() {}

  /**
   * Counts every file of a collection. Files that are not part of the commit, or not Lucene's,
   * count as other.
   */
  public static StorageStats of(Path folder, Path index, DirectoryReader reader)
      throws IOException {
    StorageBytes sorted = new StorageBytes();
    long rawTextBytes = 0;
    long wordsOnly = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      sorted.addSegment((SegmentReader) leaf.reader());
      rawTextBytes += sum(leaf.reader(), Fields.RAW_BYTES);
      wordsOnly += sum(leaf.reader(), Fields.UNREAD);
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            if (!file.getParent().equals(index) || !sorted.counted.contains(name)) {
              boolean coder = CoderFiles.idOf(name) != null;
              sorted.add(coder ? Kind.VECTORS : Kind.OTHER, attributes.size());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException && !file.equals(folder)) {
              return FileVisitResult.CONTINUE; // a writer has just deleted it
            }
            throw e;
          }
        });
    return new StorageStats(
        reader.numDocs(),
        rawTextBytes,
        wordsOnly,
        new StorageStats.Bytes(
            sorted.get(Kind.TEXT),
            sorted.get(Kind.VECTORS),
            sorted.get(Kind.LEXICAL),
            sorted.get(Kind.IDS_METADATA),
            sorted.get(Kind.OTHER)));
  }

  private long get(Kind kind) {
    return bytes.getOrDefault(kind, 0L);
  }

  private void add(Kind kind, long size) {
    bytes.merge(kind, size, Long::sum);
  }

  private void addSegment(SegmentReader reader) throws IOException {
    SegmentCommitInfo segment = reader.getSegmentInfo();
    Directory directory = segment.info.dir;
    String lexicalSuffix = suffix(reader, Fields.TEXT, PerFieldPostingsFormat.PER_FIELD_SUFFIX_KEY);
    String keptSuffix =
        Fields.KEPT_VECTORS.stream()
            .map(one -> suffix(reader, one, PerFieldDocValuesFormat.PER_FIELD_SUFFIX_KEY))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    for (String file : segment.files()) {
      counted.add(file);
      if (!IndexFileNames.getExtension(file).equals("cfs")) {
        add(kind(file, lexicalSuffix, keptSuffix), directory.fileLength(file));
        continue;
      }
      long within = 0;
      try (Directory compound =
          segment
              .info
              .getCodec()
              .compoundFormat()
              .getCompoundReader(directory, segment.info, IOContext.READONCE)) {
        for (String part : compound.listAll()) {
          within += compound.fileLength(part);
          add(kind(part, lexicalSuffix, keptSuffix), compound.fileLength(part));
        }
      }
      add(Kind.OTHER, directory.fileLength(file) - within);
    }
  }

  private static String suffix(LeafReader reader, String field, String attribute) {
    FieldInfo info = reader.getFieldInfos().fieldInfo(field);
    return info == null ? null : info.getAttribute(attribute);
  }

  private static Kind kind(String file, String lexicalSuffix, String keptSuffix) {
    String name = IndexFileNames.stripExtension(file);
    return switch (IndexFileNames.getExtension(file)) {
      case "fdt", "fdx", "fdm" ->
          name.endsWith("_" + LeannStoredFieldsFormat.FIELDS_SUFFIX)
              ? Kind.IDS_METADATA
              : Kind.TEXT; // in older segments together with ids and metadata
      case "fdd" -> Kind.TEXT;
      case LeannKeysFormat.DATA_EXTENSION, LeannKeysFormat.META_EXTENSION -> Kind.IDS_METADATA;
      case "lnc", "lnm", "lnq" -> Kind.VECTORS;
      case "nvd", "nvm" -> Kind.LEXICAL;
      case "tim", "tip", "tmd", "doc", "psm" ->
          name.endsWith("_" + lexicalSuffix) ? Kind.LEXICAL : Kind.IDS_METADATA;
      case "dvd", "dvm" -> name.endsWith("_" + keptSuffix) ? Kind.VECTORS : Kind.IDS_METADATA;
      default -> Kind.OTHER;
    };
  }

  /** Of the values of a field in passages that exist. */
  private static long sum(LeafReader reader, String field) throws IOException {
    NumericDocValues values = reader.getNumericDocValues(field);
    if (values == null) {
      return 0;
    }
    Bits live = reader.getLiveDocs();
    long sum = 0;
    for (int doc = values.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = values.nextDoc()) {
      sum += live == null || live.get(doc) ? values.longValue() : 0;
    }
    return sum;
  }
}
