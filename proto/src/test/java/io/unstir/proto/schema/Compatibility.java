package io.unstir.proto.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether readers and records of the recorded schema can live with the current one. */
record Compatibility(Schema recorded, Schema current) {
    /** One sentence for each change that would break an old reader or the reading of old records. */
    List<String> breakages() {
        var breakages = new ArrayList<String>();
        recorded.elements().forEach((element, attributes) -> {
            Map<String, String> now = current.elements().get(element);
            if (now == null) {
                removal(element, attributes).ifPresent(breakages::add);
            } else {
                attributes.forEach((name, before) -> {
                    if (!before.equals(now.get(name))) {
                        breakages.add("%s: %s was %s, is %s".formatted(element, name, before, now.get(name)));
                    }
                });
            }
        });
        return breakages;
    }

    /** Elements that the lock file does not hold yet. */
    List<String> additions() {
        return current.elements().keySet().stream()
                .filter(element -> !recorded.elements().containsKey(element))
                .toList();
    }

    private Optional<String> removal(String element, Map<String, String> attributes) {
        if (!element.contains(" field ")) {
            return Optional.of(element + " was removed");
        }
        String message = element.substring(0, element.indexOf(' '));
        String number = element.substring(element.lastIndexOf(' ') + 1);
        String name = attributes.get("name");
        Optional<String> renumbered = current.elements().entrySet().stream()
                .filter(now -> now.getKey().startsWith(message + " field "))
                .filter(now -> name.equals(now.getValue().get("name")))
                .map(now -> "%s (%s) was renumbered: now %s".formatted(element, name, now.getKey()))
                .findFirst();
        if (renumbered.isPresent()) {
            return renumbered;
        }
        boolean reserved = current.elements().containsKey(message + " reserved " + number)
                && current.elements().containsKey(message + " reserved " + name);
        return reserved
                ? Optional.empty()
                : Optional.of("%s (%s) was removed; its message needs `reserved %s; reserved \"%s\";`"
                        .formatted(element, name, number, name));
    }
}
