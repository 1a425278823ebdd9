package dev.ragged.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code ragged config}. */
@Command(name = "config", description = "Show what each setting is set to, and by what.")
final class ConfigCommand extends Subcommand {
  @Override
  public Integer call() {
    ragged.stores(); // refuses what no command would take
    List<Map<String, Object>> settings = new ArrayList<>();
    for (SettingKey key : SettingKey.values()) {
      Settings.Value value = ragged.settings.value(key);
      Object shown = key.isSecret() && value.value() != null ? "(secret)" : value.value();
      if (ragged.json) {
        settings.add(Json.object("setting", key.label(), "value", shown, "from", value.from()));
      } else {
        line(
            String.format(
                Locale.ROOT,
                "%-24s %s  (%s)",
                key.label(),
                Text.printable(shown == null ? "-" : "" + shown),
                value.from()));
      }
    }
    if (ragged.json) {
      json(Json.object("settings", settings));
    }
    return Main.DONE;
  }
}
