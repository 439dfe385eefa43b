package io.unstir.storage.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.storage.fixture.Database;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every question of every dashboard, asked of a filled database by the role that dashboards have: what it says is what happened. */
class DashboardsIT {
    private static Database database;
    private static Reader reader;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        database = FilledDatabase.in(folder);
        reader = new Reader(database);
    }

    @AfterAll
    static void stop() throws Exception {
        reader.close();
        database.close();
    }

    @TestFactory
    Stream<DynamicTest> aPanelShowsWhatHappened() throws IOException {
        var expected = expected();
        return Panel.all().stream()
                .map(panel -> DynamicTest.dynamicTest(panel.name(), () -> shows(panel, expected.get(panel.name()))));
    }

    @Test
    void noPanelIsExpectedThatIsNotThere() throws IOException {
        assertThat(Panel.all())
                .extracting(Panel::name)
                .containsExactlyInAnyOrderElementsOf(expected().keySet());
    }

    @Test
    void aVariableOffersItsValues() throws Exception {
        var offered = new ArrayList<String>();
        for (var dashboard : Panel.dashboards()) {
            for (var variable : dashboard.at("/templating/list")) {
                offered.add(variable.at("/name").asText() + " "
                        + reader.rows(variable.at("/query").asText()));
            }
        }
        assertThat(offered).containsExactly("tenant [acme, default]");
    }

    /** An asterisk stands for a value that depends on the clock. */
    private static void shows(Panel panel, List<String> expected) throws SQLException {
        assertThat(expected).as("rows of %s in panels.txt", panel.name()).isNotNull();
        var rows = reader.rows(panel.sql().expanded());
        assertThat(rows).hasSameSizeAs(expected);
        for (int i = 0; i < rows.size(); i++) {
            var values = Stream.of(rows.get(i).split(" \\| ", -1))
                    .map(DashboardsIT::rounded)
                    .toList();
            var wanted = List.of(expected.get(i).split(" \\| ", -1));
            for (int column = 0; column < wanted.size(); column++) {
                if (wanted.get(column).equals("*")) {
                    values = replaced(values, column);
                }
            }
            assertThat(values).isEqualTo(wanted);
        }
    }

    private static String rounded(String value) {
        return value.matches("\\d+\\.\\d+")
                ? new BigDecimal(value)
                        .setScale(3, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                : value;
    }

    private static List<String> replaced(List<String> values, int column) {
        assertThat(values.get(column)).isNotEmpty();
        var all = new ArrayList<>(values);
        all.set(column, "*");
        return all;
    }

    /** By panel, from a file of names, each with its rows behind it. */
    private static Map<String, List<String>> expected() throws IOException {
        var panels = new LinkedHashMap<String, List<String>>();
        var rows = new ArrayList<String>();
        for (var line : Files.readAllLines(Path.of("src/test/resources/panels.txt"))) {
            if (line.startsWith("# ")) {
                rows = new ArrayList<>();
                panels.put(line.substring(2), rows);
            } else if (!line.isBlank()) {
                rows.add(line);
            }
        }
        return panels;
    }
}
