package io.unstir.trainer.evaluation;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.unstir.trainer.bundle.Sha256;
import io.unstir.trainer.data.DataSet;
import io.unstir.trainer.data.TrainingData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What a model is asked for when it is evaluated: prompts of the data set, so that what it makes should be spread as the data are.
 * Those of pictures that were kept from training, where some were. A prompt that stands for pictures of several categories
 * is left out, since nobody could say what it asks for.
 */
public record Prompts(List<Prompt> all) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * @param text empty where the model is told nothing
     * @param category what the picture should show, where the data set says
     */
    public record Prompt(String text, Optional<String> category) {}

    public Prompts {
        all = List.copyOf(all);
    }

    /**
     * Every picture once before any comes twice, each time with one of its captions.
     *
     * @param seed of the order and the choice of captions
     */
    public static Prompts draw(DataSet dataSet, int count, long seed) {
        TrainingData data = dataSet.heldOut().orElse(dataSet.training());
        List<List<Prompt>> choices = choices(data);
        if (choices.isEmpty()) {
            throw new EvaluationException("every prompt of the data set stands for pictures of several categories");
        }
        var random = new SplittableRandom(seed);
        var drawn = new ArrayList<Prompt>();
        int[] order = {};
        while (drawn.size() < count) {
            int place = drawn.size() % choices.size();
            if (place == 0) {
                order = Lot.draw(choices.size(), random);
            }
            List<Prompt> choice = choices.get(order[place]);
            drawn.add(choice.get(random.nextInt(choice.size())));
        }
        return new Prompts(drawn);
    }

    /** A JSON object a line, with {@code prompt} and {@code category}. */
    public String lines() {
        var lines = new StringBuilder();
        for (Prompt prompt : all) {
            var line = JSON.createObjectNode().put("prompt", prompt.text());
            prompt.category().ifPresent(category -> line.put("category", category));
            lines.append(line).append('\n');
        }
        return lines.toString();
    }

    /** The prompts of each different picture. */
    private static List<List<Prompt>> choices(TrainingData data) {
        Map<String, Set<String>> categories = new HashMap<>();
        var prompts = new ArrayList<Prompt>();
        for (int row = 0; row < data.size(); row++) {
            Optional<String> category = data.categories().size() > 1
                    ? Optional.of(data.categories().get(data.category(row)))
                    : Optional.empty();
            var prompt = new Prompt(data.prompt(row).orElse(""), category);
            prompts.add(prompt);
            if (!prompt.text().isEmpty()) {
                categories.computeIfAbsent(prompt.text(), _ -> new HashSet<>()).add(category.orElse(""));
            }
        }
        var choices = new TreeMap<String, List<Prompt>>();
        float[] picture = new float[PictureFormat.of(data).length()];
        for (int row = 0; row < data.size(); row++) {
            Prompt prompt = prompts.get(row);
            if (prompt.text().isEmpty()) {
                prompt = new Prompt("", Optional.empty());
            } else if (categories.get(prompt.text()).size() > 1) {
                continue;
            }
            data.copyImage(row, picture, 0);
            choices.computeIfAbsent(Sha256.of(picture), _ -> new ArrayList<>()).add(prompt);
        }
        return List.copyOf(choices.values());
    }
}
