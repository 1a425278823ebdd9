package dev.ragged.cli.command;

import static java.util.stream.Collectors.joining;

import dev.ragged.app.ListCollections;
import dev.ragged.app.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged completion}. */
@Command(
    name = "completion",
    description = {
      "Print a script that lets a shell complete commands, options and names of collections.",
      "In bash and zsh: source <(ragged completion). In fish: ragged completion fish | source"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ragged completion", "  ragged completion fish"})
final class CompletionCommand extends Subcommand {

  /** The shells that scripts are made for. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  private static final Pattern VALUES_IN_BASH = Pattern.compile("_option_args=\\(.*\\)");

  /** Completes the names of collections, and leaves the rest to the script before it. */
  private static final String COLLECTIONS_IN_BASH =
      """

      function _ragged_and_collections() {
        case "${COMP_WORDS[COMP_CWORD-1]}" in
          -c | --collection)
            COMPREPLY=($(compgen -W "$(ragged completion --collections 2>/dev/null)" -- \\
              "${COMP_WORDS[COMP_CWORD]}")) ;;
          *) _complete_ragged "$@" ;;
        esac
      }
      complete -F _ragged_and_collections -o default ragged ragged.sh ragged.bash
      """;

  @Parameters(
      paramLabel = "SHELL",
      arity = "0..1",
      defaultValue = "bash",
      description = "bash (default), zsh or fish.")
  Shell shell;

  @Option(names = "--collections", description = "Print the names of collections instead.")
  boolean collections;

  @Override
  public Integer call() {
    if (collections) {
      List<String> names = names();
      tell("collections", names, names.stream().map(name -> name + "\n").collect(joining()));
      return DONE;
    }
    CommandLine root = spec.root().commandLine();
    String script = shell == Shell.FISH ? fish(root) : bash(root) + COLLECTIONS_IN_BASH;
    tell("script", script, script);
    return DONE;
  }

  private void tell(String key, Object value, String text) {
    if (isJson()) {
      json(Json.object(key, value));
    } else {
      session.terminal.out().print(text);
    }
  }

  private List<String> names() {
    return new ListCollections(stores()).names(unreachable -> {});
  }

  /** Picocli's script, with the values as the help writes them: Java's constants are capitals. */
  private static String bash(CommandLine root) {
    return VALUES_IN_BASH
        .matcher(AutoComplete.bash("ragged", root))
        .replaceAll(values -> values.group().toLowerCase(Locale.ROOT));
  }

  private static String fish(CommandLine root) {
    StringBuilder script = new StringBuilder("complete -c ragged -e\n");
    root.getSubcommands()
        .forEach(
            (name, command) -> {
              script
                  .append("complete -c ragged -f -n __fish_use_subcommand -a ")
                  .append(name)
                  .append(" -d ")
                  .append(quoted(summary(command)))
                  .append('\n');
              options(script, "__fish_seen_subcommand_from " + name, command);
              command
                  .getSubcommands()
                  .forEach(
                      (below, inner) -> {
                        script
                            .append("complete -c ragged -f -n ")
                            .append(quoted("__fish_seen_subcommand_from " + name))
                            .append(" -a ")
                            .append(below)
                            .append(" -d ")
                            .append(quoted(summary(inner)))
                            .append('\n');
                        options(script, "__fish_seen_subcommand_from " + below, inner);
                      });
            });
    return script.toString();
  }

  private static void options(StringBuilder script, String condition, CommandLine command) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      script.append("complete -c ragged -n ").append(quoted(condition));
      for (String name : option.names()) {
        script.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("-+", ""));
      }
      if (option.longestName().equals("--collection")) {
        script.append(" -x -a '(ragged completion --collections 2>/dev/null)'");
      } else if (option.completionCandidates() != null && option.arity().max() > 0) {
        List<String> values = new ArrayList<>();
        option.completionCandidates().forEach(value -> values.add(value.toLowerCase(Locale.ROOT)));
        script.append(" -x -a ").append(quoted(String.join(" ", values)));
      } else if (option.arity().max() > 0) {
        script.append(" -r");
      }
      String[] description = option.description();
      if (description.length > 0 && !description[0].contains("$")) {
        script.append(" -d ").append(quoted(first(description[0])));
      }
      script.append('\n');
    }
  }

  private static String summary(CommandLine command) {
    String[] description = command.getCommandSpec().usageMessage().description();
    return description.length == 0 ? "" : first(description[0]);
  }

  /** The first clause, which is enough in a list. */
  private static String first(String description) {
    return description.replaceFirst("[.;:](\\s.*)?$| \\(.*", "").strip();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
