package dev.ragged.ingest;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.eclipse.jgit.ignore.IgnoreNode;

/** Which files of a folder somebody asked for. */
final class PathFilter {
  private final Path folder;
  private final List<FastIgnoreRule> include;
  private final IgnoreNode exclude;
  private final Set<String> types;

  PathFilter(Path folder, SourceRules rules) {
    this.folder = folder;
    this.include = IgnoreRules.patterns(String.join("\n", rules.include())).getRules();
    this.exclude = IgnoreRules.patterns(String.join("\n", rules.exclude()));
    this.types = Set.copyOf(rules.types());
  }

  /** Whether a folder may have such files. */
  boolean takesFolder(Path path) {
    return !Boolean.TRUE.equals(exclude.checkIgnored(IgnoreRules.relative(folder, path), true));
  }

  boolean takesFile(Path path) {
    String relative = IgnoreRules.relative(folder, path);
    String name = path.getFileName().toString();
    String type = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return (types.isEmpty() || types.contains(type))
        && (include.isEmpty() || names(path))
        && !Boolean.TRUE.equals(exclude.checkIgnored(relative, false));
  }

  /** Whether a pattern to include matches a file. */
  boolean names(Path path) {
    String relative = IgnoreRules.relative(folder, path);
    return include.stream().anyMatch(rule -> rule.isMatch(relative, false, false));
  }
}
