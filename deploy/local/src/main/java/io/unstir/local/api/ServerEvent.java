package io.unstir.local.api;

import java.util.Map;
import java.util.Optional;

/**
 * One event of a stream.
 *
 * @param id what a client that was cut off goes on after; not every event has one
 */
public record ServerEvent(String name, Optional<String> id, Map<String, Object> data) {}
