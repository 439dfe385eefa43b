package io.unstir.gateway.models;

import io.unstir.proto.v1.CheckpointEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is published and not retired, oldest publication first; unchanging, each event makes the next one.
 *
 * @param retired why, by id
 */
record Models(List<Model> published, Map<String, String> retired) {
    static final Models NONE = new Models(List.of(), Map.of());

    /** What stands behind a name for its newest version, where a version must be said. */
    static final String LATEST = "@latest";

    Models after(CheckpointEvent event) {
        String id = event.getModel() + "@" + event.getVersion();
        return switch (event.getEventCase()) {
            case PUBLISHED -> {
                var rest = without(id);
                var next = new ArrayList<>(rest.published);
                next.add(Model.published(event));
                yield new Models(List.copyOf(next), rest.retired);
            }
            case RETIRED -> {
                var rest = without(id);
                var next = new HashMap<>(rest.retired);
                next.put(id, event.getRetired().getReason());
                yield new Models(rest.published, Map.copyOf(next));
            }
            // An event of a later release.
            case EVENT_NOT_SET -> this;
        };
    }

    /** Forgets all that was said of a model. */
    Models without(String id) {
        var left = new HashMap<>(retired);
        left.remove(id);
        return new Models(
                published.stream().filter(model -> !model.id().equals(id)).toList(), Map.copyOf(left));
    }

    /** The model of that id, or the newest version of the model of that name. */
    Optional<Model> resolve(String name) {
        String plain = name.endsWith(LATEST) ? name.substring(0, name.length() - LATEST.length()) : name;
        return find(name).or(() -> published.reversed().stream()
                .filter(model -> model.model().equals(plain))
                .findFirst());
    }

    /** The model of that id and no other. */
    Optional<Model> find(String id) {
        return published.stream().filter(model -> model.id().equals(id)).findFirst();
    }

    boolean isNewest(Model model) {
        return resolve(model.model()).filter(model::equals).isPresent();
    }
}
