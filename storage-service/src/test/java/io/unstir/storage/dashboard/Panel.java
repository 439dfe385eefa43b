package io.unstir.storage.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A panel of one of the dashboards in {@code deploy/grafana}. */
record Panel(String dashboard, JsonNode json) {
    static final Path GRAFANA = Path.of("../deploy/grafana");

    static List<JsonNode> dashboards() throws IOException {
        try (var files = Files.list(GRAFANA.resolve("dashboards"))) {
            var dashboards = new ArrayList<JsonNode>();
            for (var file : files.sorted().toList()) {
                dashboards.add(new ObjectMapper().readTree(file.toFile()));
            }
            return dashboards;
        }
    }

    /** Those that ask the database. */
    static List<Panel> all() throws IOException {
        return every().stream()
                .filter(panel -> !panel.json().at("/datasource/type").asText().equals("prometheus"))
                .toList();
    }

    static List<Panel> every() throws IOException {
        var panels = new ArrayList<Panel>();
        for (var dashboard : dashboards()) {
            dashboard
                    .at("/panels")
                    .forEach(
                            panel -> panels.add(new Panel(dashboard.at("/title").asText(), panel)));
        }
        return panels;
    }

    String name() {
        return dashboard + " / " + json.at("/title").asText();
    }

    GrafanaSql sql() {
        return new GrafanaSql(json.at("/targets/0/rawSql").asText());
    }
}
