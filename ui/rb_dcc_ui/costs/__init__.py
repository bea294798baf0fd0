"""What jobs cost: the price before, the first frames, the budget, the bill."""
