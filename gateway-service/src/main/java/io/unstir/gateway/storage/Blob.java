package io.unstir.gateway.storage;

import java.io.InputStream;
import java.util.OptionalLong;

/** Bytes on their way; whoever takes the stream closes it. */
public record Blob(InputStream bytes, OptionalLong length) {}
