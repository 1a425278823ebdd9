package dev.ragged.cli.command;

import dev.ragged.app.DataAccess;
import dev.ragged.app.json.Json;
import dev.ragged.cli.terminal.Display;
import dev.ragged.config.Settings;
import dev.ragged.spi.SettingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code ragged config}. */
@Command(
    name = "config",
    description = "Show the value of each setting, and where it was set.",
    footerHeading = "%nExamples:%n",
    footer = {"  ragged config"})
final class ConfigCommand extends Subcommand {
  @Override
  public Integer call() {
    stores(); // refuses what no command would take
    List<Map<String, Object>> settings = new ArrayList<>();
    for (SettingSpec spec : session.settings().specs()) {
      Settings.Value value = session.settings().value(spec.label());
      Object shown = spec.secret() && value.value() != null ? "(secret)" : shown(value.value());
      if (isJson()) {
        settings.add(Json.object("setting", spec.label(), "value", shown, "from", value.from()));
      } else {
        line(
            String.format(
                Locale.ROOT,
                "%-24s %s  (%s)",
                spec.label(),
                Display.printable(shown == null ? "-" : "" + shown),
                value.from()));
      }
    }
    if (isJson()) {
      json(Json.object("settings", settings));
    }
    DataAccess.warnings(session.settings().dataDir()).forEach(this::note);
    return DONE;
  }

  /** Without a name and password in an address. */
  private static Object shown(Object value) {
    return value instanceof String text ? text.replaceAll("://[^/@\\s]*@", "://(secret)@") : value;
  }
}
