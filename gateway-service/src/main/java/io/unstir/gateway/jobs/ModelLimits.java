package io.unstir.gateway.jobs;

import io.unstir.gateway.models.Model;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.proto.v1.Margins;
import io.unstir.proto.v1.SamplingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What only the model can tell to be wrong: how many steps it has, how large its images are, which solver is its own. */
final class ModelLimits {
    private static final int LARGEST_CANVAS = 4;
    private static final int LARGEST_MARGIN = 3;
    private static final Map<String, Integer> HIGHEST_ORDER = Map.of("unipc", 3, "ipndm", SolverFields.MAX_ORDER);

    private final Model model;
    private final List<FieldError> errors = new ArrayList<>();

    private ModelLimits(Model model) {
        this.model = model;
    }

    /** Ends the request with all that is wrong in it. */
    static void require(SamplingRequest request, Model model) {
        var limits = new ModelLimits(model);
        limits.steps(request);
        limits.eta(request);
        limits.variance(request);
        limits.order(request);
        limits.canvas(request);
        limits.margins(request.getImage().getOutpaint());
        limits.whole(request);
        ProblemException.throwIfAny(ProblemCode.INVALID_REQUEST, limits.errors);
    }

    private void steps(SamplingRequest request) {
        int trained = model.trainingSteps();
        int steps = request.getSolver().getSteps();
        if (trained > 0 && steps > trained) {
            wrong(
                    "steps",
                    steps,
                    "a whole number from 1 to " + trained,
                    "steps must be at most %d, the training steps of %s".formatted(trained, model.id()));
        }
    }

    private void eta(SamplingRequest request) {
        double eta = request.getSolver().getEta();
        String solver = request.getSolver().getName();
        if (eta != 0 && !solver.equals("ddim")) {
            wrong("eta", eta, "with solver ddim", "eta is ddim's, the solver is " + solver);
        }
    }

    private void variance(SamplingRequest request) {
        String variance = request.getSolver().getVariance();
        String solver = request.getSolver().getName();
        if (!variance.isEmpty() && !solver.equals("ddpm")) {
            wrong("variance", variance, "with solver ddpm", "variance is ddpm's, the solver is " + solver);
        } else if (variance.equals("learned") && !model.manifest().getLearnedVariance()) {
            wrong(
                    "variance",
                    variance,
                    "fixed-small or fixed-large",
                    "variance must be fixed-small or fixed-large, since %s has learned none".formatted(model.id()));
        }
    }

    private void order(SamplingRequest request) {
        int order = request.getSolver().getOrder();
        String solver = request.getSolver().getName();
        int highest = HIGHEST_ORDER.getOrDefault(solver, 0);
        if (order > 0 && highest == 0) {
            wrong(
                    "order",
                    order,
                    "with solver unipc or ipndm",
                    "order is unipc's and ipndm's, the solver is " + solver);
        } else if (order > highest) {
            wrong(
                    "order",
                    order,
                    "a whole number from 1 to " + highest,
                    "order must be at most %d with solver %s".formatted(highest, solver));
        }
    }

    private void canvas(SamplingRequest request) {
        if (request.hasCanvas()) {
            side("width", request.getCanvas().getWidth(), model.width());
            side("height", request.getCanvas().getHeight(), model.height());
        }
    }

    private void side(String field, int size, int own) {
        int largest = LARGEST_CANVAS * own;
        if (size < own || size > largest) {
            wrong(
                    field,
                    size,
                    "a whole number from %d to %d".formatted(own, largest),
                    "%s must be from %d, the size of %s, to %d times that"
                            .formatted(field, own, model.id(), LARGEST_CANVAS));
        }
    }

    private void margins(Margins margins) {
        margin("outpaint.left", margins.getLeft(), model.width());
        margin("outpaint.top", margins.getTop(), model.height());
        margin("outpaint.right", margins.getRight(), model.width());
        margin("outpaint.bottom", margins.getBottom(), model.height());
    }

    /** What is added counts like what was there; where either is wrong by itself, that is said already. */
    private void whole(SamplingRequest request) {
        if (!errors.isEmpty()) {
            return;
        }
        var margins = request.getImage().getOutpaint();
        var canvas = request.getCanvas();
        int width = request.hasCanvas() ? canvas.getWidth() : model.width();
        int height = request.hasCanvas() ? canvas.getHeight() : model.height();
        wholeSide("width", width, margins.getLeft() + margins.getRight(), model.width());
        wholeSide("height", height, margins.getTop() + margins.getBottom(), model.height());
    }

    private void wholeSide(String field, int inner, int added, int own) {
        int largest = LARGEST_CANVAS * own;
        if (inner + added > largest) {
            wrong(
                    "outpaint",
                    added,
                    "a %s of at most %d in all".formatted(field, largest),
                    "outpaint makes the %s %d, more than %d times the size of %s"
                            .formatted(field, inner + added, LARGEST_CANVAS, model.id()));
        }
    }

    private void margin(String field, int pixels, int own) {
        int largest = LARGEST_MARGIN * own;
        if (pixels > largest) {
            wrong(
                    field,
                    pixels,
                    "a whole number from 0 to " + largest,
                    "%s must be at most %d, which is %d times the size of %s"
                            .formatted(field, largest, LARGEST_MARGIN, model.id()));
        }
    }

    private void wrong(String field, Object value, String limit, String message) {
        errors.add(new FieldError(field, value.toString(), limit, message));
    }
}
