package dev.ragged.cli.command;

import dev.ragged.app.Version;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of a command as a page of the manual, in the macros of man(7). */
final class ManPage {
  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /** The page's source. */
  static String of(CommandLine command) {
    ManPage made = new ManPage();
    made.write(command.getCommandSpec(), command.getHelp().synopsis(0));
    return made.page.toString();
  }

  private void write(CommandSpec spec, String synopsis) {
    String name = spec.qualifiedName("-");
    UsageMessageSpec usage = spec.usageMessage();
    macro(".TH " + name.toUpperCase(Locale.ROOT) + " 1 \"\" \"ragged " + Version.current() + "\"");
    macro(".SH NAME");
    text(name + " - " + String.join(" ", usage.description()));
    macro(".SH SYNOPSIS");
    text(synopsis.strip());
    if (!spec.positionalParameters().isEmpty()) {
      macro(".SH ARGUMENTS");
      for (PositionalParamSpec parameter : spec.positionalParameters()) {
        item(parameter.paramLabel(), parameter.description());
      }
    }
    macro(".SH OPTIONS");
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        String value = option.arity().max() > 0 ? " " + option.paramLabel() : "";
        item(String.join(", ", option.names()) + value, option.description());
      }
    }
    if (!spec.subcommands().isEmpty()) {
      macro(".SH COMMANDS");
      spec.subcommands()
          .forEach(
              (below, command) ->
                  item(below, command.getCommandSpec().usageMessage().description()));
    }
    List<String> footer = Stream.of(usage.footer()).filter(line -> !line.isBlank()).toList();
    if (!footer.isEmpty()) {
      macro(usage.footerHeading().isBlank() ? ".SH NOTES" : ".SH EXAMPLES");
      macro(".nf");
      footer.forEach(this::text);
      macro(".fi");
    }
  }

  private void item(String term, String... description) {
    macro(".TP");
    macro("\\fB" + escaped(term) + "\\fR");
    text(String.join(" ", description));
  }

  private void macro(String line) {
    page.append(line).append('\n');
  }

  private void text(String text) {
    String plain = Ansi.OFF.string(text).replace("%%", "%").replace("%n", "\n");
    page.append(plain.lines().map(ManPage::escaped).collect(Collectors.joining("\n"))).append('\n');
  }

  /** A line that begins with a dot or a quote would be a request. */
  private static String escaped(String line) {
    String escaped = line.strip().replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
