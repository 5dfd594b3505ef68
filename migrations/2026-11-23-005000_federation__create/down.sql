DROP TABLE deliveries, activities, arrivals;
