package dev.ragged.leann.natives.presets;

import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;
import org.bytedeco.javacpp.tools.Info;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;

/**
 * How JavaCPP maps {@code leann/leann.h}: the C functions become static methods of {@code Leann},
 * the opaque structs become {@code Pointer}s of the same name. CMake links the engine and the
 * generated glue into one library, {@code jnileann}, so none is linked here.
 */
@Properties(
    value = @Platform(include = "leann/leann.h", library = "jnileann"),
    target = "dev.ragged.leann.natives",
    global = "dev.ragged.leann.natives.Leann")
public class LeannPresets implements InfoMapper {
  @Override
  public void map(InfoMap infoMap) {
    infoMap.put(new Info("LEANN_API").cppTypes().annotations());
    infoMap.put(new Info("leann_coder").pointerTypes("LeannCoder"));
    infoMap.put(new Info("leann_query").pointerTypes("LeannQuery"));
    infoMap.put(new Info("leann_graph").pointerTypes("LeannGraph"));
    infoMap.put(new Info("leann_walk").pointerTypes("LeannWalk"));
  }
}
