package io.unstir.storage.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboards and what provisions them agree with each other and with the documentation. */
class GrafanaFilesTest {
    /** Where the documentation has {@code deploy/grafana/dashboards} mounted, and with it the rest. */
    private static final String MOUNTED = "/etc/grafana/";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    @Test
    void everyDataSourceNamedIsTheOneThatIsProvisioned() throws IOException {
        var provisioned = Stream.of(source("unstir"), source("prometheus"))
                .map(it -> it.at("/uid").asText() + " " + it.at("/type").asText())
                .toList();
        for (var dashboard : Panel.dashboards()) {
            for (var named : dashboard.findValues("datasource")) {
                assertThat(named.at("/uid").asText() + " " + named.at("/type").asText())
                        .isIn(provisioned);
            }
        }
    }

    private static JsonNode source(String file) throws IOException {
        var provisioned = provisioning("datasources", file).at("/datasources");
        assertThat(provisioned).hasSize(1);
        return provisioned.get(0);
    }

    @Test
    void theProviderReadsTheFolderOfTheDashboards() throws IOException {
        for (var provider : provisioning("dashboards", "unstir").at("/providers")) {
            var path = provider.at("/options/path").asText();
            assertThat(path).startsWith(MOUNTED);
            assertThat(Panel.GRAFANA.resolve(path.substring(MOUNTED.length())))
                    .isDirectoryContaining("glob:**.json")
                    .isEqualTo(Panel.GRAFANA.resolve("dashboards"));
        }
    }

    @Test
    void everySettingOfTheDataSourceIsDocumented() throws IOException {
        var file = Files.readString(Panel.GRAFANA.resolve("provisioning/datasources/unstir.yaml"))
                + Files.readString(Panel.GRAFANA.resolve("provisioning/datasources/prometheus.yaml"));
        var page = Files.readString(Path.of("../docs/dashboards.md"));
        assertThat(VARIABLE.matcher(file).results()).hasSize(6).allSatisfy(variable -> assertThat(page)
                .contains("`" + variable.group(1) + "`"));
    }

    @Test
    void aDashboardIsFoundUnderAnIdOfItsOwn() throws IOException {
        var ids = new ArrayList<String>();
        for (var dashboard : Panel.dashboards()) {
            assertThat(dashboard.at("/title").asText()).startsWith("Unstir: ");
            ids.add(dashboard.at("/uid").asText());
        }
        assertThat(ids).hasSizeGreaterThanOrEqualTo(3).doesNotHaveDuplicates().allMatch(id -> id.startsWith("unstir-"));
    }

    @Test
    void everyPanelHasATitleAUnitAndOneQuestion() throws IOException {
        assertThat(Panel.every()).extracting(Panel::name).doesNotHaveDuplicates();
        for (var panel : Panel.all()) {
            assertThat(panel.json().at("/title").asText()).isNotBlank();
            assertThat(panel.json().at("/fieldConfig/defaults/unit").asText())
                    .as("unit of %s", panel.name())
                    .isNotBlank();
            assertThat(panel.json().at("/targets")).hasSize(1);
            assertThat(panel.json().at("/targets/0/format").asText())
                    .as("format of %s", panel.name())
                    .isEqualTo(panel.json().at("/type").asText().equals("timeseries") ? "time_series" : "table");
            assertThat(panel.sql().expanded()).startsWith("SELECT ").contains("dashboards.");
        }
    }

    @Test
    void everyPanelOfMetricsHasAUnitAndOneQuestion() throws IOException {
        var panels = new ArrayList<>(Panel.every());
        panels.removeAll(Panel.all());
        assertThat(panels).hasSizeGreaterThan(15);
        for (var panel : panels) {
            assertThat(panel.json().at("/fieldConfig/defaults/unit").asText())
                    .as("unit of %s", panel.name())
                    .isNotBlank();
            assertThat(panel.json().at("/targets")).hasSize(1);
            assertThat(panel.json().at("/targets/0/expr").asText())
                    .as("question of %s", panel.name())
                    .contains("_");
        }
    }

    @Test
    void panelsLieBesideEachOther() throws IOException {
        for (var dashboard : Panel.dashboards()) {
            var taken = new HashSet<List<Integer>>();
            for (var panel : dashboard.at("/panels")) {
                var place = panel.at("/gridPos");
                assertThat(right(place)).isLessThanOrEqualTo(24);
                for (int x = place.at("/x").asInt(); x < right(place); x++) {
                    for (int y = 0; y < place.at("/h").asInt(); y++) {
                        assertThat(taken.add(List.of(x, place.at("/y").asInt() + y)))
                                .as("a place of its own for %s", panel.at("/title"))
                                .isTrue();
                    }
                }
            }
        }
    }

    private static int right(JsonNode place) {
        return place.at("/x").asInt() + place.at("/w").asInt();
    }

    private static JsonNode provisioning(String kind, String file) throws IOException {
        return new YAMLMapper()
                .readTree(Panel.GRAFANA
                        .resolve("provisioning/" + kind + "/" + file + ".yaml")
                        .toFile());
    }
}
