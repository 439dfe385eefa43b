package io.unstir.gateway.live;

import io.unstir.proto.v1.JobEvent;

/** An event and where it stands. */
public record PlacedEvent(Place place, JobEvent event) {}
