package dev.ragged.ingest;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files that an update would find in a source now, by their {@linkplain
 * dev.ragged.Metadata#SOURCE source}. None of them is opened.
 *
 * @param trouble what is wrong with the source as a whole, as in {@link Guarded#why()}; null if
 *     nothing is
 */
public record SourceScan(Map<String, Seen> files, @Nullable String trouble) {
  /**
   * A file as a look at its folder shows it.
   *
   * @param bytes its size
   * @param modified when it was last written, in nanoseconds since 1970
   */
  public record Seen(long bytes, long modified) {}

  public SourceScan {
    files = Map.copyOf(files);
  }

  /**
   * Looks at all files of a source.
   *
   * @param entering is told of each folder before it is read; what it throws ends the scan
   */
  public static SourceScan of(Path source, SourceRules rules, Consumer<Path> entering) {
    Map<String, Seen> files = new HashMap<>();
    FileWalk.Sight sight =
        new FileWalk.Sight() {
          @Override
          public void folder(Path folder) {
            entering.accept(folder);
          }

          @Override
          public void file(SourceFile file, BasicFileAttributes attributes) {
            long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
            files.put(file.source(), new Seen(file.bytes(), modified));
          }
        };
    FileWalk walk = new FileWalk(GitHome.ofUser(), sight);
    Source whole = new Source(source, rules, IngestOptions.defaults());
    walk.walk(whole);
    return new SourceScan(files, walk.trouble(whole));
  }
}
