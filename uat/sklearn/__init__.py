"""Estimate for scikit-learn with a network that was built, not trained, as the model.

| module | what lives there |
|---|---|
| trees | a decision tree as boxes |
| estimators | a regressor and a classifier |
"""

from uat.base.packages import not_found

try:
    from uat.sklearn.estimators import UniversalClassifier, UniversalRegressor
except ModuleNotFoundError as error:
    raise not_found(error, "these estimators are for") from error

__all__ = ["UniversalClassifier", "UniversalRegressor"]
