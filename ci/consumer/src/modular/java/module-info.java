/** The same program as a module. */
module com.example.consumer {
  requires dev.ragged.core;
  requires dev.ragged.embed;
  requires dev.ragged.leann;

  // Ragged's modules are automatic, and do not name those that have a descriptor of their own.
  requires com.fasterxml.jackson.databind;
  requires com.github.luben.zstd_jni;
  requires com.google.gson;
  requires org.bytedeco.javacpp;
  requires org.slf4j;

  exports com.example;
}
