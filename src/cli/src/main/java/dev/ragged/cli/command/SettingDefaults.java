package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.app.InvalidRequestException;
import dev.ragged.config.Settings;
import dev.ragged.config.SettingsException;
import dev.ragged.spi.SettingSpec;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** Gives options that the command line leaves out what the settings say. */
final class SettingDefaults implements IDefaultValueProvider {
  private final Session session;

  /** After one failure; picocli asks for defaults again to tell of it. */
  private boolean failed;

  SettingDefaults(Session session) {
    this.session = session;
  }

  @Override
  public String defaultValue(ArgSpec arg) {
    if (failed) {
      return null;
    }
    try {
      Optional<SettingSpec> spec = spec(session.settings(), arg);
      if (spec.isEmpty()) {
        return null;
      }
      Settings.Value value = session.settings().withoutFlag(spec.get());
      return value.source() == Settings.Source.DEFAULT && spec.get().computed()
          ? null
          : value.text();
    } catch (SettingsException | InvalidRequestException e) {
      failed = true;
      session.refuse(e); // picocli sometimes drops what is thrown here
      throw new ParameterException(arg.command().commandLine(), e.getMessage());
    }
  }

  /** Who set the value that an option has without a flag, if anybody. */
  Optional<String> origin(ArgSpec arg) {
    if (failed) {
      return Optional.empty();
    }
    return spec(session.settings(), arg)
        .map(spec -> session.settings().withoutFlag(spec))
        .filter(value -> value.source() != Settings.Source.DEFAULT)
        .map(Settings.Value::from);
  }

  /** The setting that an option sets, if it is one. */
  static Optional<SettingSpec> spec(Settings settings, ArgSpec arg) {
    boolean marked =
        arg.userObject() instanceof Field field && field.isAnnotationPresent(FromSettings.class)
            || arg.userObject() instanceof SettingSpec;
    return marked && arg instanceof OptionSpec option
        ? Stream.of(option.names()).flatMap(name -> settings.byFlag(name).stream()).findFirst()
        : Optional.empty();
  }

  /** The value that the command line gives an option. */
  static String text(OptionSpec option) {
    Object given = option.getValue();
    Object value = given instanceof List<?> all && !all.isEmpty() ? all.get(all.size() - 1) : given;
    return value instanceof Enum<?> choice
        ? choice.name().toLowerCase(Locale.ROOT)
        : String.valueOf(value);
  }

  /** Adds to the root an option, shared by all commands, for each flag of a backend's settings. */
  static void addBackendOptions(CommandSpec root, Session session, List<String> elsewhere) {
    session.providers().stream()
        .flatMap(provider -> provider.settings().stream())
        .filter(spec -> spec.flag() != null && !elsewhere.contains(spec.flag()))
        .forEach(
            spec ->
                root.addOption(
                    OptionSpec.builder(free(root, spec.flag()))
                        .paramLabel(spec.valueLabel())
                        .type(spec.valueLabel().isEmpty() ? boolean.class : String.class)
                        .userObject(spec)
                        .scopeType(ScopeType.INHERIT)
                        .description(sentence(spec.meaning()))
                        .build()));
  }

  /** Refuses a flag that a command has already. */
  private static String free(CommandSpec root, String flag) {
    boolean taken =
        root.findOption(flag) != null
            || root.subcommands().values().stream()
                .anyMatch(command -> command.getCommandSpec().findOption(flag) != null);
    if (taken) {
      throw new RaggedException(
          "A backend on the class path declares the option " + flag + ", which exists already.");
    }
    return flag;
  }

  /** A meaning without its Markdown, as a sentence. */
  private static String sentence(String meaning) {
    String plain = meaning.replace("`", "'").replace("%", "%%").replace("$", "$$");
    return Character.toUpperCase(plain.charAt(0)) + plain.substring(1) + ".";
  }
}
