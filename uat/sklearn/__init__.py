"""Estimate for scikit-learn with a network that was built, not trained, as the model.

| module | what lives there |
|---|---|
| trees | a decision tree as boxes |
| estimators | a regressor and a classifier |
"""

from uat.base.packages import require_package

require_package("sklearn", "scikit-learn", "these estimators are for")
from uat.sklearn.estimators import (  # noqa: E402 - what is missing has been named
    UniversalClassifier,
    UniversalRegressor,
)

__all__ = ["UniversalClassifier", "UniversalRegressor"]
